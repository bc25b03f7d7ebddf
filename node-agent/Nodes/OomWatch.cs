using Orleans.Kube.NodeAgent.Events;

namespace Orleans.Kube.NodeAgent.Nodes;

/// <summary>Tells people when the machine has no memory left and the kernel ends processes, of pods or not.</summary>
internal sealed partial class OomWatch(string node, IEventRecorder events, TimeProvider time, ILogger<OomWatch> logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    /// <summary>Watches until cancelled; not at all where the kernel's log cannot be read.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var log = KernelLog.Open();
        if (log is null)
        {
            LogUnreadable();
            return;
        }

        var reports = new OomReports();
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
            foreach (var line in log.Read()) Tell(reports.Read(line));
    }

    private void Tell((string Name, int Id)? victim)
    {
        if (victim is not var (name, id)) return;
        events.Record(NodeEvents.About(node), "Warning", "SystemOOM", $"System OOM encountered, victim process: {name}, pid: {id}");
    }

    [LoggerMessage(LogLevel.Warning, "the kernel's log cannot be read: nobody is told when the machine has no memory left")]
    private partial void LogUnreadable();
}
