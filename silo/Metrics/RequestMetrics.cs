using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Metrics;

/// <summary>Counts requests and how long they took, and tells it in the Prometheus text format. Safe for concurrent use.</summary>
public sealed class RequestMetrics
{
    private const int MaximumSeries = 10_000;
    private static readonly double[] Bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
    private readonly ConcurrentDictionary<Series, Counter> _requests = new();
    private readonly ConcurrentDictionary<Operation, Histogram> _durations = new();

    private long _answered;

    /// <summary>How many requests have been answered.</summary>
    public long Answered => Volatile.Read(ref _answered);

    public void Record(RequestInfo info, int code, TimeSpan elapsed)
    {
        Interlocked.Increment(ref _answered);
        var operation = new Operation(info.Verb, info.Group, info.Version, info.IsResource ? info.Resource : "", info.Subresource);
        if (_requests.Count >= MaximumSeries && !_requests.ContainsKey(new Series(operation, code))) return;
        Interlocked.Increment(ref _requests.GetOrAdd(new Series(operation, code), static _ => new Counter()).Value);
        if (!info.IsLongRunning) _durations.GetOrAdd(operation, static _ => new Histogram()).Observe(elapsed.TotalSeconds);
    }

    /// <summary>Appends all series.</summary>
    public void Write(StringBuilder text)
    {
        text.Append("# HELP apiserver_request_total Requests by verb, resource and HTTP code.\n# TYPE apiserver_request_total counter\n");
        foreach (var (series, count) in _requests)
            text.Append(CultureInfo.InvariantCulture, $"apiserver_request_total{{code=\"{series.Code}\",{series.Operation.Labels()}}} {Volatile.Read(ref count.Value)}\n");
        text.Append("# HELP apiserver_request_duration_seconds How long requests took, watches and streams left out.\n# TYPE apiserver_request_duration_seconds histogram\n");
        foreach (var (operation, histogram) in _durations) histogram.Write(text, operation.Labels());
    }

    private readonly record struct Operation(string Verb, string Group, string Version, string Resource, string Subresource)
    {
        public string Labels() =>
            $"group=\"{Escape(Group)}\",resource=\"{Escape(Resource)}\",subresource=\"{Escape(Subresource)}\",verb=\"{Escape(Verb.ToUpperInvariant())}\",version=\"{Escape(Version)}\"";

        private static string Escape(string label) => label.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
    }

    private readonly record struct Series(Operation Operation, int Code);

    private sealed class Counter
    {
        public long Value;
    }

    private sealed class Histogram
    {
        private readonly long[] _buckets = new long[Bounds.Length + 1];
        private long _microseconds;

        public void Observe(double seconds)
        {
            var index = Array.FindIndex(Bounds, bound => seconds <= bound);
            Interlocked.Increment(ref _buckets[index < 0 ? Bounds.Length : index]);
            Interlocked.Add(ref _microseconds, (long)(seconds * 1e6));
        }

        public void Write(StringBuilder text, string labels)
        {
            long total = 0;
            for (var i = 0; i <= Bounds.Length; i++)
            {
                total += Volatile.Read(ref _buckets[i]);
                var bound = i < Bounds.Length ? Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
                text.Append(CultureInfo.InvariantCulture, $"apiserver_request_duration_seconds_bucket{{{labels},le=\"{bound}\"}} {total}\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"apiserver_request_duration_seconds_sum{{{labels}}} {Volatile.Read(ref _microseconds) / 1e6}\n");
            text.Append(CultureInfo.InvariantCulture, $"apiserver_request_duration_seconds_count{{{labels}}} {total}\n");
        }
    }
}
