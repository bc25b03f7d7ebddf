using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>The real kubectl against one cluster.</summary>
public sealed class Kubectl(string kubeconfig)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<string, string> _environment = new() { ["KUBECONFIG"] = kubeconfig };

    public string KubeConfig => kubeconfig;

    /// <summary>Runs kubectl with a command line as it would stand in a shell, without quotes or variables.</summary>
    public Task<Outcome> TryAsync(string commandLine, string? input = null) => TryAsync(commandLine.Split(' '), input);

    public Task<Outcome> TryAsync(IEnumerable<string> arguments, string? input = null) => Shell.RunAsync("kubectl", arguments, _environment, input);

    /// <summary>Runs kubectl, which succeeds and warns of nothing.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> RunAsync(string commandLine, string? input = null)
    {
        var outcome = await TryAsync(commandLine, input);
        outcome.ExitCode.ShouldBe(0, $"kubectl {commandLine}: {outcome}");
        outcome.Error.ShouldNotContain("Warning", customMessage: $"kubectl {commandLine}");
        return outcome.Output;
    }

    /// <summary>Starts kubectl for a command that goes on until it is ended.</summary>
    public Process Start(string commandLine) => Shell.Start("kubectl", commandLine.Split(' '), _environment);

    /// <summary>Runs kubectl on a terminal.</summary>
    public Task<Outcome> OnTerminalAsync(string commandLine, string input) =>
        Shell.RunAsync("script", ["-qec", $"kubectl {commandLine}", "/dev/null"], _environment, input);

    public async Task<JsonNode> GetAsync(string what) => JsonNode.Parse(await RunAsync($"get {what} -o json"))!;

    /// <summary>Asks until the answer satisfies the condition.</summary>
    /// <exception cref="TimeoutException">It did not within the time; the message shows the last answer.</exception>
    public async Task<JsonNode> UntilAsync(string what, Func<JsonNode, bool> condition, TimeSpan within)
    {
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(PollInterval);
        while (true)
        {
            var outcome = await TryAsync($"get {what} -o json");
            var answer = outcome.ExitCode == 0 ? JsonNode.Parse(outcome.Output)! : null;
            if (answer is not null && condition(answer)) return answer;
            if (Stopwatch.GetElapsedTime(started) > within) throw new TimeoutException($"get {what} was, after {within}: {outcome}");
            await timer.WaitForNextTickAsync();
        }
    }
}
