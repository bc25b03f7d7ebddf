using System.CommandLine;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Cli;

/// <summary><c>wait</c>: returns when so many nodes are Ready.</summary>
internal static class WaitCommand
{
    public static Command Create()
    {
        var kubeConfig = CommandLine.KubeConfig();
        var nodes = new Option<int>("--nodes") { Description = "How many nodes must be Ready.", DefaultValueFactory = _ => 1 };
        var timeout = new Option<int>("--timeout") { Description = "How many seconds to wait.", DefaultValueFactory = _ => 60 };
        var command = new Command("wait", "Waits until nodes are Ready.") { kubeConfig, nodes, timeout };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(kubeConfig).FullName, parsed.GetValue(nodes), TimeSpan.FromSeconds(parsed.GetValue(timeout)), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string kubeConfig, int wanted, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var client = new KubeClient(KubeConfigLoader.FromFile(kubeConfig));
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        var informer = new Informer<Node>(client.Of<Node>());
        var reached = new TaskCompletionSource();
        informer.Changed += _ => Check();
        var running = informer.RunAsync(deadline.Token);
        try
        {
            await Task.WhenAny(reached.Task, running).WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"{Ready()} of {wanted} nodes are Ready after {timeout.TotalSeconds} seconds");
            foreach (var node in informer.Snapshot.Objects.Values)
                if (node.Status.Conditions.FirstOrDefault(static c => c is { Type: "Ready", Status: not "True" }) is { } why) await Console.Error.WriteLineAsync($"node {node.Metadata.Name}: {why.Message}");
            return 1;
        }

        await deadline.CancelAsync();
        Console.WriteLine(Ready() is 1 ? "1 node is Ready" : $"{Ready()} nodes are Ready");
        return 0;

        int Ready() => informer.Snapshot.Objects.Values.Count(n => n.Status.Conditions.Any(c => c is { Type: "Ready", Status: "True" }));

        void Check()
        {
            if (Ready() >= wanted) reached.TrySetResult();
        }
    }
}
