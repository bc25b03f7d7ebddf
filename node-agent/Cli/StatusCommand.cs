using System.CommandLine;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Cli;

/// <summary><c>status</c>: nodes and pods in a few lines.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var kubeConfig = CommandLine.KubeConfig();
        var command = new Command("status", "Says how the cluster's nodes and pods are.") { kubeConfig };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetRequiredValue(kubeConfig).FullName, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string kubeConfig, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new KubeClient(KubeConfigLoader.FromFile(kubeConfig));
            var nodes = (await client.Of<Node>().ListAsync(null, cancellationToken)).Items;
            var pods = (await client.Of<Pod>().ListAsync(null, cancellationToken)).Items;
            var ready = nodes.Count(n => n.Status.Conditions.Any(c => c is { Type: "Ready", Status: "True" }));
            Console.WriteLine($"nodes    {ready} of {nodes.Count} Ready");
            var phases = pods.GroupBy(p => p.Status.Phase).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Count()} {g.Key}");
            Console.WriteLine($"pods     {(pods.Count == 0 ? "none" : string.Join(", ", phases))}");
            return 0;
        }
        catch (Exception e) when (e is HttpRequestException or Model.Errors.StatusException or KubeConfigException)
        {
            await Console.Error.WriteLineAsync($"cannot ask the API server: {e.Message}");
            return 1;
        }
    }
}
