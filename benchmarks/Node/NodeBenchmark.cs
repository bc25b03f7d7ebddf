using System.Diagnostics;
using System.Globalization;
using Orleans.Kube.Benchmarks.Api;

namespace Orleans.Kube.Benchmarks.Node;

/// <summary>Pods on one real node, beside the same containers started by hand on the same Docker Engine.</summary>
internal sealed class NodeBenchmark : IBenchmark
{
    private const string Image = "orleans-kube/hello:1";
    private const string Pause = "orleans-kube/pause:1";
    private const string ByHand = "kube-bench-hand";
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const int Parallel = 8;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public string Name => "node";

    public string Summary => "pods on this machine's Docker Engine, beside docker run";

    public async Task RunAsync(BenchmarkContext context)
    {
        var many = context.IsQuick ? 10 : 50;
        await using var silo = await SiloProcess.StartAsync();
        silo.AddNode("bench");
        using var api = new ApiLoad(silo.KubeconfigPath);
        await DeploymentLoad.NodesAsync(api, 1);
        await DeploymentLoad.DeployAsync(api, "many", 2, Image);

        var handOne = await MedianAsync(3, async i => await StartByHandAsync(i));
        await RemoveByHandAsync();
        var one = await MedianAsync(3, async i => await RunPodAsync(api, $"one-{i}"));
        context.Report("a pod, image present, until Running", Latencies.Text(one), $"two docker run by hand: {Latencies.Text(handOne)}", "≤ 1.3 times");

        var handMany = await ByHandAsync(many);
        await RemoveByHandAsync();
        await DeploymentLoad.ChangeAsync(api, "many", """{"spec":{"replicas":0}}""", 0);
        await EmptyAsync();
        var swarm = await SwarmLoad.MeasureAsync(Image, many);
        context.Report("Deployment from 0 to 10 available", Latencies.Text(await ScaleAsync(api, 10)), $"Docker Swarm, 1 to 10: {Latencies.Text(swarm.ToTen)}");
        await ScaleAsync(api, 0);
        await EmptyAsync();
        var all = await ScaleAsync(api, many);
        context.Report($"Deployment from 0 to {many} available", Latencies.Text(all), $"docker run by hand, {Parallel} at a time: {Latencies.Text(handMany)}", "≤ 1.2 times");
        if (many > 10) context.Report("the same", Latencies.Text(all), $"Docker Swarm, 10 to {many}: {Latencies.Text(swarm.ToMany)}", "ahead");

        var full = 2 * many;
        await ScaleAsync(api, full);
        context.Report($"resident memory of the agent, {full} pods", $"{silo.NodeResidentBytes >> 20} MiB", "");
        await Task.Delay(TimeSpan.FromSeconds(context.IsQuick ? 10 : 60));
        var (before, begun) = (silo.NodeProcessorTime, Stopwatch.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(30));
        var idle = (silo.NodeProcessorTime - before) / Stopwatch.GetElapsedTime(begun);
        context.Report("the same, 90 s later", $"{silo.NodeResidentBytes >> 20} MiB", "", "≤ 80 MiB with 100");
        context.Report($"idle CPU of the agent, {full} pods", idle.ToString("P1", CultureInfo.InvariantCulture) + " of a core", "", "≤ 1 % with 100");
        var started = Stopwatch.GetTimestamp();
        await ScaleAsync(api, 0);
        await EmptyAsync();
        context.Report($"{full} pods until their last container is gone", Latencies.Text(Stopwatch.GetElapsedTime(started)));
    }

    private static Task<TimeSpan> ScaleAsync(ApiLoad api, int replicas) =>
        DeploymentLoad.ChangeAsync(api, "many", $$$"""{"spec":{"replicas":{{{replicas}}}}}""", replicas);

    /// <summary>Waits until no sandbox is left, which go last: the API server forgets pods without a grace period earlier.</summary>
    private static async Task EmptyAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while ((await DockerAsync("ps", "-aq", "--filter", $"label=io.orleans-kube.pod-network={SiloProcess.NodeNetwork}")).Length > 0)
        {
            if (Stopwatch.GetElapsedTime(started) > Limit) throw new TimeoutException($"containers were left after {Limit}");
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    private static async Task<TimeSpan> RunPodAsync(ApiLoad api, string name)
    {
        var started = Stopwatch.GetTimestamp();
        await api.SendAsync(HttpMethod.Post, Pods, $$$"""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{name}}}"},
            "spec":{"terminationGracePeriodSeconds":0,"containers":[{"name":"main","image":"{{{Image}}}","imagePullPolicy":"IfNotPresent"}]}}
            """);
        await DeploymentLoad.UntilAsync(api, $"{Pods}/{name}", pod => pod["status"]?["phase"]?.GetValue<string>() == "Running");
        var elapsed = Stopwatch.GetElapsedTime(started);
        await api.SendAsync(HttpMethod.Delete, $"{Pods}/{name}");
        return elapsed;
    }

    private static async Task<TimeSpan> MedianAsync(int times, Func<int, Task<TimeSpan>> work)
    {
        var found = new List<TimeSpan>();
        for (var i = 0; i < times; i++) found.Add(await work(i));
        return found.Order().ElementAt(times / 2);
    }

    private static async Task<TimeSpan> ByHandAsync(int count) => (await ApiLoad.RunAsync(count, Parallel, StartByHandAsync)).Elapsed;

    /// <summary>What a pod is on Docker: a container that keeps the network, and one that joins it.</summary>
    private static async Task<TimeSpan> StartByHandAsync(int number)
    {
        var started = Stopwatch.GetTimestamp();
        await DockerAsync("run", "-d", "--label", ByHand, "--name", $"{ByHand}-pause-{number}", Pause);
        await DockerAsync("run", "-d", "--label", ByHand, "--network", $"container:{ByHand}-pause-{number}", Image);
        return Stopwatch.GetElapsedTime(started);
    }

    private static async Task RemoveByHandAsync()
    {
        var ids = (await DockerAsync("ps", "-aq", "--filter", $"label={ByHand}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await DockerAsync(["rm", "-f", .. ids]);
    }

    internal static async Task<string> DockerAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("docker", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"docker {string.Join(' ', arguments)}: {await error}");
    }
}
