namespace Orleans.Kube.NodeAgent.Metrics;

/// <summary>How the probes of containers went, for as long as their pods are here. Safe for concurrent use.</summary>
public sealed class ProbeMetrics
{
    // The buckets that Prometheus' clients use where nobody names others.
    private static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Lock _lock = new();
    private readonly SortedDictionary<Key, Tally> _tallies = [];

    /// <summary>A probe has been answered, or not.</summary>
    /// <param name="pod">The pod's namespace and name.</param>
    /// <param name="uid">Its uid.</param>
    /// <param name="container">The container's name.</param>
    /// <param name="type">Liveness, Readiness or Startup.</param>
    /// <param name="isSuccess">Whether it succeeded.</param>
    /// <param name="elapsed">How long it took; counted of successes alone.</param>
    public void Probed((string Namespace, string Name) pod, string uid, string container, string type, bool isSuccess, TimeSpan elapsed)
    {
        var key = new Key(pod.Namespace, pod.Name, uid, container, type);
        lock (_lock)
        {
            if (!_tallies.TryGetValue(key, out var tally)) _tallies[key] = tally = new Tally();
            if (!isSuccess)
            {
                tally.Failed++;
                return;
            }

            tally.Succeeded++;
            tally.Seconds += elapsed.TotalSeconds;
            var bucket = Array.FindIndex(Bounds, bound => elapsed.TotalSeconds <= bound);
            if (bucket >= 0) tally.Buckets[bucket]++;
        }
    }

    /// <summary>The pod is here no more.</summary>
    public void Forget(string uid)
    {
        lock (_lock)
            foreach (var gone in _tallies.Keys.Where(k => k.Uid == uid).ToList()) _tallies.Remove(gone);
    }

    /// <summary>Writes all of it.</summary>
    internal void Write(MetricText text)
    {
        lock (_lock)
        {
            text.Family("prober_probe_duration_seconds", "histogram", "How long successful probes took, in seconds.");
            foreach (var (key, tally) in _tallies.Where(static t => t.Value.Succeeded > 0)) WriteDuration(text, key, tally);
            text.Family("prober_probe_total", "counter", "How often containers were probed, by outcome.");
            foreach (var (key, tally) in _tallies)
            {
                if (tally.Failed > 0) text.Sample("prober_probe_total", tally.Failed, null, Labels(key, "failed"));
                if (tally.Succeeded > 0) text.Sample("prober_probe_total", tally.Succeeded, null, Labels(key, "successful"));
            }
        }
    }

    private static void WriteDuration(MetricText text, Key key, Tally tally)
    {
        (string, string)[] labels = [("container", key.Container), ("namespace", key.Namespace), ("pod", key.Pod), ("probe_type", key.Type)];
        var sum = 0L;
        for (var i = 0; i < Bounds.Length; i++)
            text.Sample("prober_probe_duration_seconds_bucket", sum += tally.Buckets[i], null, [.. labels, ("le", Bounds[i].ToString(System.Globalization.CultureInfo.InvariantCulture))]);
        text.Sample("prober_probe_duration_seconds_bucket", tally.Succeeded, null, [.. labels, ("le", "+Inf")]);
        text.Sample("prober_probe_duration_seconds_sum", tally.Seconds, null, labels);
        text.Sample("prober_probe_duration_seconds_count", tally.Succeeded, null, labels);
    }

    private static (string, string)[] Labels(Key key, string result) =>
        [("container", key.Container), ("namespace", key.Namespace), ("pod", key.Pod), ("pod_uid", key.Uid), ("probe_type", key.Type), ("result", result)];

    private sealed record Key(string Namespace, string Pod, string Uid, string Container, string Type) : IComparable<Key>
    {
        public int CompareTo(Key? other) => string.CompareOrdinal(ToString(), other?.ToString());
    }

    private sealed class Tally
    {
        public long Succeeded { get; set; }

        public long Failed { get; set; }

        public double Seconds { get; set; }

        public long[] Buckets { get; } = new long[Bounds.Length];
    }
}
