using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Events;
using Orleans.Kube.NodeAgent.Metrics;
using Orleans.Kube.NodeAgent.Pods;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Probes;

/// <summary>Probes one running container until it is disposed: startup first, then liveness and readiness beside each other.</summary>
public sealed class ContainerProbes : IAsyncDisposable
{
    private readonly Prober _prober;
    private readonly IEventRecorder _events;
    private readonly ProbeMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly Action<Func<ProbeFindings, ProbeFindings>> _tell;
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public ContainerProbes(Prober prober, IEventRecorder events, ProbeMetrics metrics, TimeProvider time, Action<Func<ProbeFindings, ProbeFindings>> tell) =>
        (_prober, _events, _metrics, _time, _tell) = (prober, events, metrics, time, tell);

    /// <param name="pod">The pod.</param>
    /// <param name="container">The container in the pod.</param>
    /// <param name="observed">The container in the runtime.</param>
    /// <param name="address">Where the pod is reached.</param>
    /// <param name="hasStarted">Whether the startup probe has succeeded before.</param>
    public void Start(Pod pod, Container container, RuntimeContainer observed, string address, bool hasStarted) =>
        _running = RunAsync(pod, container, observed, address, hasStarted);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync(Pod pod, Container container, RuntimeContainer observed, string address, bool hasStarted)
    {
        try
        {
            if (container.StartupProbe is { } startup && !hasStarted && !await StartupAsync(startup)) return;
            await Task.WhenAll(
                container.ReadinessProbe is { } readiness ? LoopAsync(readiness, "Readiness", verdict => _tell(f => f with { Ready = verdict }), endsOnFailure: false) : Task.CompletedTask,
                container.LivenessProbe is { } liveness ? LoopAsync(liveness, "Liveness", verdict => GiveUp(verdict, "liveness", liveness), endsOnFailure: true) : Task.CompletedTask);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return;
        }

        async Task<bool> StartupAsync(Probe probe)
        {
            var started = false;
            await LoopAsync(probe, "Startup", verdict =>
            {
                started = verdict;
                if (verdict) _tell(f => f with { Started = true });
                else GiveUp(verdict, "startup", probe);
            }, endsOnFailure: true, endsOnSuccess: true);
            return started;
        }

        void GiveUp(bool verdict, string which, Probe probe)
        {
            TimeSpan? grace = probe.TerminationGracePeriodSeconds is { } own ? TimeSpan.FromSeconds(own) : null;
            if (!verdict) _tell(f => f with { Failure = $"failed {which} probe", Grace = grace });
        }

        async Task LoopAsync(Probe probe, string kind, Action<bool> verdictChanged, bool endsOnFailure, bool endsOnSuccess = false)
        {
            var period = TimeSpan.FromSeconds(Math.Max(1, probe.PeriodSeconds == 0 ? 10 : probe.PeriodSeconds));
            var initial = TimeSpan.FromSeconds(probe.InitialDelaySeconds);
            var left = initial - (_time.GetUtcNow() - (observed.StartedAt ?? _time.GetUtcNow()));
            if (left > TimeSpan.Zero) await Task.Delay(left < initial ? left : initial, _time, _stopping.Token);
            for (var tally = default(ProbeTally); ;)
            {
                var began = _time.GetTimestamp();
                var outcome = await _prober.LookAsync(probe, container, observed.Id, address, _stopping.Token);
                if (outcome.IsError)
                {
                    // What nobody could look at counts for nothing.
                    _events.Warning(pod, container.Name, "Unhealthy", $"{kind} probe errored and resulted in {outcome.State} state: {outcome.Message}");
                    await Task.Delay(Spread(period), _time, _stopping.Token);
                    continue;
                }

                _metrics.Probed((pod.Metadata.Namespace, pod.Metadata.Name), pod.Metadata.Uid, container.Name, kind, outcome.IsSuccess, _time.GetElapsedTime(began));
                if (!outcome.IsSuccess) _events.Warning(pod, container.Name, "Unhealthy", $"{kind} probe failed: {outcome.Message}");
                else if (outcome.Message.Length > 0) _events.Warning(pod, container.Name, "ProbeWarning", $"{kind} probe warning: {outcome.Message}");
                var before = tally.Verdict;
                tally = tally.Add(outcome.IsSuccess, probe);
                if (tally.Verdict is { } verdict && verdict != before) verdictChanged(verdict);
                if ((endsOnFailure && tally.Verdict == false) || (endsOnSuccess && tally.Verdict == true)) return;
                await Task.Delay(Spread(period), _time, _stopping.Token);
            }
        }
    }

    /// <summary>A little more or less than the period, so that the probes of many containers do not stay in step.</summary>
    private static TimeSpan Spread(TimeSpan period) => period * (0.97 + Random.Shared.NextDouble() * 0.06);
}
