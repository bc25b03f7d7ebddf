using System.Diagnostics;

namespace Orleans.Kube.Benchmarks.Api;

/// <summary>As many pods as Kubernetes supports in a cluster, stored through the API server: what they take, and what it still does at once.</summary>
internal sealed class ScaleBenchmark : IBenchmark
{
    private const int PerNamespace = 2000;
    private const string Supported = "Kubernetes supports ";

    public string Name => "scale";

    public string Summary => "150,000 pods in the API server: memory, time to create, get, list and start";

    public async Task RunAsync(BenchmarkContext context)
    {
        await using var silo = await SiloProcess.StartAsync();
        var count = context.IsQuick ? 10 * PerNamespace : 75 * PerNamespace;
        using (var api = new ApiLoad(silo.KubeconfigPath))
        {
            foreach (var i in Enumerable.Range(0, count / PerNamespace))
                await api.SendAsync(HttpMethod.Post, "/api/v1/namespaces", $$$"""{"metadata":{"name":"{{{Namespace(i * PerNamespace)}}}"}}""");
            var (elapsed, creates) = await ApiLoad.RunAsync(count, 32, i => api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{Namespace(i)}/pods", Samples.Pod($"pod-{i}", "nobody")));
            context.Report($"create {count} pods, 32 workers", $"{BenchmarkContext.PerSecond(count, elapsed)}, {creates}", Supported + "p99 ≤ 1 s");
            context.Report("resident memory after it", Mebibytes(silo), "", "≤ 1,500 MiB with 150,000");
            await ReadAsync(context, api, count);
        }

        await Task.Delay(TimeSpan.FromSeconds(40));
        context.Report("the same, 40 s later", Mebibytes(silo));
        await silo.RestartAsync();
        context.Report("silo start to /readyz with them", Latencies.Text(silo.StartTime), "", "");
        context.Report("resident memory after the start", Mebibytes(silo));
    }

    private static async Task ReadAsync(BenchmarkContext context, ApiLoad api, int count)
    {
        var (_, gets) = await ApiLoad.RunAsync(2000, 1, i => api.SendAsync(HttpMethod.Get, Path(i * 7919 % count)));
        context.Report("get one of them, one connection", gets.ToString(), Supported + "p99 ≤ 1 s");
        var (_, lists) = await ApiLoad.RunAsync(20, 1, i => api.SendAsync(HttpMethod.Get, $"/api/v1/namespaces/{Namespace(i * PerNamespace % count)}/pods"));
        context.Report($"list the {PerNamespace} of a namespace", lists.ToString(), Supported + "≤ 30 s");
        var started = Stopwatch.GetTimestamp();
        var bytes = await api.SendAsync(HttpMethod.Get, "/api/v1/pods");
        context.Report($"list all ({bytes / 1e6:0} MB)", Latencies.Text(Stopwatch.GetElapsedTime(started)), Supported + "≤ 30 s");
    }

    private static string Mebibytes(SiloProcess silo) => $"{silo.ResidentBytes >> 20:N0} MiB";

    private static string Namespace(int pod) => $"space-{pod / PerNamespace}";

    private static string Path(int pod) => $"/api/v1/namespaces/{Namespace(pod)}/pods/pod-{pod}";
}
