using System.Diagnostics;
using System.Globalization;
using Orleans.Kube.Benchmarks.Api;

namespace Orleans.Kube.Benchmarks.Controllers;

/// <summary>Controllers, scheduler and simulated nodes together: what it takes until the cluster is what the specs ask for.</summary>
internal sealed class ControllersBenchmark : IBenchmark
{
    private const string Peer = "Kubernetes 1.20: ";
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const int Nodes = 50;

    public string Name => "controllers";

    public string Summary => "Deployments and pods on 50 simulated nodes, and what they cost in memory and processor time";

    public async Task RunAsync(BenchmarkContext context)
    {
        await using var silo = await SiloProcess.StartAsync();
        var started = Stopwatch.GetTimestamp();
        silo.AddSimulatedNodes(Nodes);
        using var api = new ApiLoad(silo.KubeconfigPath);
        await DeploymentLoad.NodesAsync(api, Nodes);
        context.Report($"{Nodes} nodes Ready", Latencies.Text(Stopwatch.GetElapsedTime(started)), $"{Peer}12.7 s from its start");
        context.Report($"resident memory, {Nodes} nodes", $"{silo.ResidentBytes >> 20} MiB", $"{Peer}538 MiB");

        var replicas = context.IsQuick ? 100 : 500;
        await DeploymentAsync(context, silo, api, replicas);
        await PodsAsync(context, silo, api, context.IsQuick ? 400 : 2000);
        await new QuietDeployments(context, silo, api).RunAsync(context.IsQuick ? 1000 : 10_000, Nodes);
    }

    private static async Task DeploymentAsync(BenchmarkContext context, SiloProcess silo, ApiLoad api, int replicas)
    {
        await DeploymentLoad.DeployAsync(api, "warm", 10);
        var revision = await RevisionAsync(api);
        var created = await DeploymentLoad.DeployAsync(api, "bench", replicas);
        context.Report($"Deployment of {replicas} until all available", Latencies.Text(created), $"{Peer}1.5 s unthrottled, 24.4 s by default", "≤ 1 s");
        var updated = await DeploymentLoad.ChangeAsync(api, "bench", """{"spec":{"template":{"spec":{"containers":[{"name":"main","image":"example/app:2"}]}}}}""", replicas);
        context.Report("its rolling update", Latencies.Text(updated), $"{Peer}2.6 s unthrottled, 51 s by default", "≤ 1.8 s");
        var scaled = await DeploymentLoad.ChangeAsync(api, "bench", """{"spec":{"replicas":0}}""", 0);
        context.Report("its scaling to 0", Latencies.Text(scaled), $"{Peer}1.3 s unthrottled, 23.5 s by default", "≤ 0.8 s");
        var revisions = await RevisionAsync(api) - revision;
        context.Report("revisions written per pod over all three", (revisions / (2.0 * replicas)).ToString("0.0", CultureInfo.InvariantCulture));
    }

    private static async Task PodsAsync(BenchmarkContext context, SiloProcess silo, ApiLoad api, int count)
    {
        var started = Stopwatch.GetTimestamp();
        await ApiLoad.RunAsync(count, 32, i => api.SendAsync(HttpMethod.Post, Pods, Samples.Pod($"pod-{i}", "default-scheduler")));
        await DeploymentLoad.UntilAsync(api, $"{Pods}?fieldSelector=status.phase!%3DRunning&limit=1", list => list["items"]!.AsArray().Count == 0);
        context.Report($"{count} bare pods until all Running", Latencies.Text(Stopwatch.GetElapsedTime(started)), $"{Peer}6.9 s unthrottled, 39 s by default", "≤ 3 s");
        context.Report($"resident memory, {Nodes} nodes and {count} pods", $"{silo.ResidentBytes >> 20} MiB", $"{Peer}837 MiB");

        await Task.Delay(TimeSpan.FromSeconds(20));
        var (before, begun) = (silo.ProcessorTime, Stopwatch.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(20));
        var idle = (silo.ProcessorTime - before) / Stopwatch.GetElapsedTime(begun);
        context.Report("the same, 40 s later", $"{silo.ResidentBytes >> 20} MiB", "", "≤ 200 MiB");
        context.Report("idle CPU of the silo", idle.ToString("P1", CultureInfo.InvariantCulture) + " of a core", $"{Peer}4.9 %");

        started = Stopwatch.GetTimestamp();
        await api.SendAsync(HttpMethod.Delete, $"{Pods}?labelSelector=tier%3Dbackend");
        await DeploymentLoad.UntilAsync(api, $"{Pods}?limit=1&labelSelector=tier%3Dbackend", list => list["items"]!.AsArray().Count == 0);
        context.Report("gone again", Latencies.Text(Stopwatch.GetElapsedTime(started)), $"{Peer}13 s unthrottled", "≤ 4 s");
    }

    private static async Task<long> RevisionAsync(ApiLoad api)
    {
        var list = await api.GetAsync("/api/v1/namespaces/default/services?limit=1");
        return long.Parse(list["metadata"]!["resourceVersion"]!.GetValue<string>(), CultureInfo.InvariantCulture);
    }
}
