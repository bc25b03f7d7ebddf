using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Orleans.Kube.Silo.Metrics;

/// <summary>What the health checks found when they were asked, under Kubernetes' names, in the Prometheus text format. Safe for concurrent use.</summary>
public sealed class HealthMetrics
{
    private readonly ConcurrentDictionary<(string Name, string Type), Count> _checks = new();

    public void Observe(string type, string name, bool isWell)
    {
        var count = _checks.GetOrAdd((name, type), static _ => new Count());
        Interlocked.Increment(ref isWell ? ref count.Well : ref count.Failed);
        Volatile.Write(ref count.IsWell, isWell);
    }

    /// <summary>Appends all series.</summary>
    public void Write(StringBuilder text)
    {
        var known = _checks.OrderBy(static c => c.Key.Name, StringComparer.Ordinal).ThenBy(static c => c.Key.Type, StringComparer.Ordinal).ToList();
        text.Append("# HELP kubernetes_healthcheck [STABLE] Whether a health check was well when it was last asked.\n# TYPE kubernetes_healthcheck gauge\n");
        foreach (var ((name, type), count) in known) text.Append(CultureInfo.InvariantCulture, $"kubernetes_healthcheck{{name=\"{name}\",type=\"{type}\"}} {(Volatile.Read(ref count.IsWell) ? 1 : 0)}\n");
        text.Append("# HELP kubernetes_healthchecks_total [STABLE] What health checks found.\n# TYPE kubernetes_healthchecks_total counter\n");
        foreach (var ((name, type), count) in known)
        {
            Total("error", Volatile.Read(ref count.Failed));
            Total("success", Volatile.Read(ref count.Well));

            void Total(string status, long value)
            {
                if (value > 0) text.Append(CultureInfo.InvariantCulture, $"kubernetes_healthchecks_total{{name=\"{name}\",status=\"{status}\",type=\"{type}\"}} {value}\n");
            }
        }
    }

    private sealed class Count
    {
        public long Well;
        public long Failed;
        public bool IsWell;
    }
}
