using System.Diagnostics;
using System.Globalization;

namespace Orleans.Kube.Benchmarks.Api;

/// <summary>The API server under load, row by row as the peers were measured: the load generator on the same cores, TLS, HTTP/1.1.</summary>
internal sealed class ApiBenchmark : IBenchmark
{
    private const string Peer = "Kubernetes 1.20: ";
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    private const string Pods = "/api/v1/namespaces/default/pods";

    /// <summary>From the start to the load: the peers' API server had been up for a while, too.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    public string Name => "api";

    public string Summary => "the API server: start, create, get, list, watch, memory";

    public async Task RunAsync(BenchmarkContext context)
    {
        await using var silo = await SiloProcess.StartAsync();
        context.Report("silo start to /readyz, new data", Latencies.Text(silo.StartTime), $"{Peer}3.3 s");
        await silo.RestartAsync();
        context.Report("silo start to /readyz, existing data", Latencies.Text(silo.StartTime), $"{Peer}3.3 s", "≤ 1.5 s");

        await Task.Delay(Settling);
        using var api = new ApiLoad(silo.KubeconfigPath);
        var count = context.IsQuick ? 500 : 2000;
        await CreateAsync(context, api, count);
        await GetAsync(context, api, count);
        await ListAsync(context, api);
        var one = await WatchAsync(context, api, watchers: 1, writes: 500, pace: null, $"{Peer}p50 2.2 ms, p99 3.9 ms", "p99 ≤ 2 ms");
        var many = await WatchAsync(context, api, watchers: 100, writes: 500, pace: null, $"{Peer}p50 5.2 ms, p99 9.4 ms", "p99 ≤ 4.7 ms");
        context.Report("allocated by a PUT with its event to one watcher, by an event to each further one", $"{one / 1e3:0.0} kB, {(many - one) / 99:0} bytes");
        await WatchAsync(context, api, watchers: 1000, writes: 1500, pace: TimeSpan.FromMilliseconds(2), "", "");
        context.Report($"resident memory after it all ({count} pods)", $"{silo.ResidentBytes >> 20} MiB", $"{Peer}538 to 837 MiB", "≤ 200 MiB");
    }

    private static async Task CreateAsync(BenchmarkContext context, ApiLoad api, int count)
    {
        await ApiLoad.RunAsync(300, 1, i => api.SendAsync(HttpMethod.Post, ConfigMaps, Samples.ConfigMap($"warm-{i}")));
        var (_, one) = await ApiLoad.RunAsync(count, 1, i => api.SendAsync(HttpMethod.Post, ConfigMaps, Samples.ConfigMap($"one-{i}")));
        context.Report("create a ConfigMap, one connection", one.ToString(), $"{Peer}p50 1.6 ms, p99 4.1 ms", "p50 ≤ 0.53 ms");
        var before = await AllocatedAsync(api);
        var (elapsed, _) = await ApiLoad.RunAsync(count, 32, i => api.SendAsync(HttpMethod.Post, Pods, Samples.Pod($"pod-{i}", "nobody")));
        context.Report($"create {count} Pods, 32 workers", BenchmarkContext.PerSecond(count, elapsed), $"{Peer}1,263/s", "≥ 3,789/s");
        context.Report("allocated by such a create", $"{(await AllocatedAsync(api) - before) / count / 1e3:0.0} kB");
    }

    private static async Task GetAsync(BenchmarkContext context, ApiLoad api, int count)
    {
        await ApiLoad.RunAsync(count, 4, i => api.SendAsync(HttpMethod.Get, $"{Pods}/pod-{i}"));
        var (_, one) = await ApiLoad.RunAsync(count, 1, i => api.SendAsync(HttpMethod.Get, $"{Pods}/pod-{i}"));
        context.Report("get a Pod, one connection", one.ToString(), $"{Peer}p50 0.56 ms", "p50 ≤ 0.14 ms");
        var before = await AllocatedAsync(api);
        var (elapsed, each) = await ApiLoad.RunAsync(count * 10, 32, i => api.SendAsync(HttpMethod.Get, $"{Pods}/pod-{i % count}"));
        context.Report("get a Pod, 32 workers", $"{BenchmarkContext.PerSecond(count * 10, elapsed)}, {each}", $"{Peer}5,600/s, p50 4.6 ms", "≥ 22,400/s");
        context.Report("allocated by such a get", $"{(await AllocatedAsync(api) - before) / (count * 10) / 1e3:0.0} kB");
    }

    private static async Task ListAsync(BenchmarkContext context, ApiLoad api)
    {
        var bytes = await api.SendAsync(HttpMethod.Get, Pods);
        var (_, exact) = await ApiLoad.RunAsync(30, 1, _ => api.SendAsync(HttpMethod.Get, Pods));
        var (_, cached) = await ApiLoad.RunAsync(30, 1, _ => api.SendAsync(HttpMethod.Get, $"{Pods}?resourceVersion=0"));
        context.Report($"list the Pods ({bytes / 1e6:0.0} MB)", exact.ToString(), $"{Peer}66 ms for 4.1 MB", "≤ 16 ms");
        context.Report("the same with resourceVersion=0", cached.ToString(), $"{Peer}32 ms for 4.1 MB", "≤ 8 ms");
    }

    /// <summary>Lets the watchers see every write.</summary>
    /// <returns>What the silo allocated for a write and its events, in bytes.</returns>
    private static async Task<double> WatchAsync(
        BenchmarkContext context, ApiLoad api, int watchers, int writes, TimeSpan? pace, string peer, string goal)
    {
        var name = $"watched-{watchers}";
        await api.SendAsync(HttpMethod.Post, ConfigMaps, Samples.ConfigMap(name));
        var path = $"{ConfigMaps}?watch=true&fieldSelector=metadata.name%3D{name}&timeoutSeconds=300";
        var watches = await Task.WhenAll(Enumerable.Range(0, watchers).Select(_ => WatchLoad.StartAsync(api, path, writes)));
        var before = await AllocatedAsync(api);
        var sent = new long[writes];
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < writes; i++)
        {
            if (pace is not null) await PaceAsync(started, i * pace.Value);
            sent[i] = Stopwatch.GetTimestamp();
            await api.SendAsync(HttpMethod.Put, $"{ConfigMaps}/{name}", Samples.ConfigMap(name, i + 1));
        }

        var elapsed = Stopwatch.GetElapsedTime(started);
        await Task.WhenAll(watches.Select(watch => watch.Complete)).WaitAsync(TimeSpan.FromMinutes(1));
        var each = Enumerable.Range(0, writes).Select(i => watches.Select(watch => Stopwatch.GetElapsedTime(sent[i], watch.Arrived[i])).ToList()).ToList();
        foreach (var watch in watches) watch.Dispose();
        if (pace is not null)
            context.Report($"PUT sent until its event is at a watcher, {watchers} watch", $"{BenchmarkContext.PerSecond(writes, elapsed)}, {new Latencies(each.SelectMany(static e => e))}", "", "500/s at p99 ≤ 50 ms");
        context.Report($"PUT sent until the event is at the last of {watchers} watchers", new Latencies(each.Select(static e => e.Max())).ToString(), peer, goal);
        return (await AllocatedAsync(api) - before) / writes;
    }

    /// <summary>What the silo has allocated since its start, in bytes.</summary>
    private static async Task<double> AllocatedAsync(ApiLoad api)
    {
        const string Name = "dotnet_gc_allocated_bytes_total ";
        using var response = await api.StartAsync(HttpMethod.Get, "/metrics");
        var lines = await response.Content.ReadAsStringAsync();
        return double.Parse(lines.Split('\n').First(line => line.StartsWith(Name, StringComparison.Ordinal))[Name.Length..], CultureInfo.InvariantCulture);
    }

    private static async Task PaceAsync(long started, TimeSpan due)
    {
        var ahead = due - Stopwatch.GetElapsedTime(started);
        if (ahead > TimeSpan.Zero) await Task.Delay(ahead);
    }
}
