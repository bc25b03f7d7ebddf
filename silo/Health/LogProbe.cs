using Microsoft.Extensions.Logging;

namespace Orleans.Kube.Silo.Health;

/// <summary>Whether what is logged is taken: a log that nobody reads stops whoever writes to it. A line a minute is tried aside (k8s.io/apiserver/pkg/server/healthz).</summary>
internal sealed partial class LogProbe(ILogger<LogProbe> log, TimeProvider time) : IHealthReporter
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private Task _line = Task.CompletedTask;
    private long? _written;

    public IReadOnlyList<IHealthCheck> Checks => field ??= [new HealthCheck("log", true, Problem)];

    private string? Problem()
    {
        lock (_lock)
        {
            var age = _written is { } written ? time.GetElapsedTime(written) : TimeSpan.MaxValue;
            if (!_line.IsCompleted) return age < 2 * Every ? null : "logging blocked";
            if (age < Every) return null;
            _written = time.GetTimestamp();
            _line = Task.Run(() => Line(log));
            return null;
        }
    }

    [LoggerMessage(45, LogLevel.Trace, "The log takes what is written.")]
    private static partial void Line(ILogger log);
}
