using System.Diagnostics;

namespace Orleans.Kube.Benchmarks.Node;

/// <summary>The same containers as a service of Docker Swarm on the same Docker Engine.</summary>
internal static class SwarmLoad
{
    private const string Service = "kube-bench-swarm";
    private const string Bridge = "docker_gwbridge";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Scales a service from 1 to 10 and from there to <paramref name="many"/> replicas.</summary>
    public static async Task<(TimeSpan ToTen, TimeSpan ToMany)> MeasureAsync(string image, int many)
    {
        var isMember = (await NodeBenchmark.DockerAsync("info", "--format", "{{.Swarm.LocalNodeState}}")).Trim() == "active";
        if (!isMember) await NodeBenchmark.DockerAsync("swarm", "init", "--advertise-addr", "127.0.0.1");
        try
        {
            await NodeBenchmark.DockerAsync("service", "create", "--quiet", "--no-resolve-image", "--stop-grace-period", "0s", "--name", Service, image);
            var toTen = await ScaleAsync(10);
            return (toTen, many > 10 ? await ScaleAsync(many) : toTen);
        }
        finally
        {
            await NodeBenchmark.DockerAsync("service", "rm", Service);
            if (!isMember) await LeaveAsync();
        }
    }

    /// <summary>Takes the engine out of the swarm that was made for it, and the bridge that Swarm leaves behind.</summary>
    private static async Task LeaveAsync()
    {
        await NodeBenchmark.DockerAsync("swarm", "leave", "--force");
        if ((await NodeBenchmark.DockerAsync("network", "ls", "-q", "--filter", $"name={Bridge}")).Length > 0) await NodeBenchmark.DockerAsync("network", "rm", Bridge);
    }

    /// <summary>How long it takes until all replicas run. The command would wait until they had done so for a while: it is only told to begin.</summary>
    private static async Task<TimeSpan> ScaleAsync(int replicas)
    {
        var started = Stopwatch.GetTimestamp();
        await NodeBenchmark.DockerAsync("service", "scale", "--detach", $"{Service}={replicas}");
        while ((await NodeBenchmark.DockerAsync("service", "ls", "--filter", $"name={Service}", "--format", "{{.Replicas}}")).Trim() != $"{replicas}/{replicas}")
        {
            if (Stopwatch.GetElapsedTime(started) > Limit) throw new TimeoutException($"{replicas} replicas did not run within {Limit}");
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        return Stopwatch.GetElapsedTime(started);
    }
}
