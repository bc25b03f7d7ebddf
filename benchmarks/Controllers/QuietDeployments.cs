using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Orleans.Kube.Benchmarks.Api;

namespace Orleans.Kube.Benchmarks.Controllers;

/// <summary>What Deployments cost that nobody changes: the processor time of the silo with them, less its processor time without them.</summary>
internal sealed class QuietDeployments(BenchmarkContext context, SiloProcess silo, ApiLoad api)
{
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";
    private const string ReplicaSets = "/apis/apps/v1/namespaces/default/replicasets";
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const int PodsPerNode = 100;

    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    public async Task RunAsync(int count, int nodes)
    {
        var (sets, without) = (Count(await api.GetAsync($"{ReplicaSets}?limit=1")), await IdleAsync());
        await ApiLoad.RunAsync(count, 32, i => api.SendAsync(HttpMethod.Post, Deployments, Samples.Deployment($"quiet-{i}")));
        await DeploymentLoad.UntilAsync(api, $"{ReplicaSets}?limit=1", list => Count(list) >= sets + count, Poll);
        var with = await IdleAsync();
        context.Report($"{count:N0} quiet Deployments cost", $"{Text(with - without)} of a core ({Text(without)} before, {Text(with)} after)", "", "≤ 2 % of a core");

        var needed = (count + PodsPerNode - 1) / PodsPerNode;
        if (needed > nodes)
        {
            silo.AddSimulatedNodes(needed - nodes, "more-");
            await DeploymentLoad.NodesAsync(api, needed);
        }

        var pods = Count(await api.GetAsync($"{Pods}?limit=1"));
        await ApiLoad.RunAsync(count, 32, i => api.SendAsync(
            HttpMethod.Patch, $"{Deployments}/quiet-{i}", """{"spec":{"replicas":1}}""", "application/merge-patch+json"));
        await DeploymentLoad.UntilAsync(api, $"{Pods}?limit=1", list => Count(list) >= pods + count, Poll);
        await DeploymentLoad.UntilAsync(api, $"{Pods}?limit=1&fieldSelector=status.phase%21%3DRunning", list => list["items"]!.AsArray().Count == 0, Poll);
        context.Report($"idle CPU with a running pod in each of them, on {Math.Max(needed, nodes)} nodes", $"{Text(await IdleAsync())} of a core");
    }

    private static string Text(double cores) => cores.ToString("P1", CultureInfo.InvariantCulture);

    /// <summary>The share of a core that the silo uses once what went before has calmed down.</summary>
    private async Task<double> IdleAsync()
    {
        await Task.Delay(Calm);
        var (before, begun) = (silo.ProcessorTime, Stopwatch.GetTimestamp());
        await Task.Delay(Window);
        return (silo.ProcessorTime - before) / Stopwatch.GetElapsedTime(begun);
    }

    private static long Count(JsonNode list) => list["items"]!.AsArray().Count + (list["metadata"]!["remainingItemCount"]?.GetValue<long>() ?? 0);
}
