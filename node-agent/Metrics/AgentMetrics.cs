using System.Globalization;

namespace Orleans.Kube.NodeAgent.Metrics;

/// <summary>What the agent has done since it started. Safe for concurrent use.</summary>
public sealed class AgentMetrics
{
    // kubelet's buckets of kubelet_pod_start_duration_seconds.
    private static readonly double[] Bounds = [0.5, 1, 2, 3, 4, 5, 6, 8, 10, 20, 30, 45, 60, 120, 180, 240, 300, 360, 480, 600, 900, 1200, 1800, 2700, 3600];
    private readonly long[] _podStarts = new long[Bounds.Length + 1];
    private long _podStartMicroseconds;
    private long _containersStarted;
    private long _containersFailed;
    private long _lifecycleFallbacks;

    /// <summary>How probes went.</summary>
    public ProbeMetrics Probes { get; } = new();

    /// <summary>A container runs.</summary>
    public void ContainerStarted() => Interlocked.Increment(ref _containersStarted);

    /// <summary>A container could not be started.</summary>
    public void ContainerFailed() => Interlocked.Increment(ref _containersFailed);

    /// <summary>A hook over HTTPS was answered over HTTP.</summary>
    public void LifecycleFellBack() => Interlocked.Increment(ref _lifecycleFallbacks);

    /// <summary>A pod runs for the first time.</summary>
    /// <param name="elapsed">The time since the agent first saw it.</param>
    public void PodStarted(TimeSpan elapsed)
    {
        var index = Array.FindIndex(Bounds, bound => elapsed.TotalSeconds <= bound);
        Interlocked.Increment(ref _podStarts[index < 0 ? Bounds.Length : index]);
        Interlocked.Add(ref _podStartMicroseconds, (long)elapsed.TotalMicroseconds);
    }

    internal void Write(MetricText text)
    {
        text.Family("kubelet_started_containers_total", "counter", "Containers that the agent started.")
            .Sample("kubelet_started_containers_total", Volatile.Read(ref _containersStarted));
        text.Family("kubelet_started_containers_errors_total", "counter", "Containers that could not be started.")
            .Sample("kubelet_started_containers_errors_total", Volatile.Read(ref _containersFailed));
        text.Family("kubelet_lifecycle_handler_http_fallbacks_total", "counter", "Lifecycle hooks over HTTPS that were answered over HTTP.")
            .Sample("kubelet_lifecycle_handler_http_fallbacks_total", Volatile.Read(ref _lifecycleFallbacks));
        const string starts = "kubelet_pod_start_duration_seconds";
        text.Family(starts, "histogram", "Time from the moment the agent first saw a pod until it ran, in seconds.");
        long total = 0;
        for (var i = 0; i <= Bounds.Length; i++)
        {
            total += Volatile.Read(ref _podStarts[i]);
            text.Sample($"{starts}_bucket", total, null, ("le", i < Bounds.Length ? Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf"));
        }

        text.Sample($"{starts}_sum", Volatile.Read(ref _podStartMicroseconds) / 1e6).Sample($"{starts}_count", total);
    }
}
