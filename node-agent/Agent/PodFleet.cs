using System.Collections.Concurrent;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;
using Orleans.Kube.NodeAgent.Pods;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.StaticPods;

namespace Orleans.Kube.NodeAgent.Agent;

/// <summary>
/// A worker for every pod of the node. Pods come from the API server's watch; until it answers, from the checkpoints of the last agent.
/// Containers of pods that the API server does not know are ended, but only once it has told which pods there are.
/// </summary>
public sealed partial class PodFleet(Informer<Pod> informer, PodCheckpoints checkpoints, PodServices services)
{
    private static readonly TimeSpan Resync = TimeSpan.FromMinutes(5);

    // As often as kubelet looks at each of its pods.
    private static readonly TimeSpan RoomCheck = TimeSpan.FromMinutes(1);

    // What kubelet grants its loop at most.
    private static readonly TimeSpan LongestRound = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan EventRetry = TimeSpan.FromSeconds(2);

    private readonly ILogger _logger = services.Logger;
    private readonly PodRoom _room = new(checkpoints, services);
    private readonly ConcurrentDictionary<string, PodWorker> _workers = new();
    private long _round;

    /// <summary>The runtime has begun, for the first time or anew.</summary>
    public event Action? RuntimeBegan;

    /// <summary>The pods of the node with their newest statuses.</summary>
    public IEnumerable<Pod> Pods => Workers.Select(static w => w.Current);

    public Pod? Find(string @namespace, string name) => Pods.FirstOrDefault(p => p.Metadata.Namespace == @namespace && p.Metadata.Name == name);

    /// <summary>Why the pods are not looked after, in kubelet's words; null when they are, or are not yet.</summary>
    public string? Stall => _round > 0 && services.Time.GetElapsedTime(_round) > LongestRound ? "sync Loop took longer than expected" : null;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var pod in checkpoints.Read()) Keep(pod, PodAllocation.Of(pod.Spec), cancellationToken);
        informer.Changed += change => Handle(change, cancellationToken);
        await Task.WhenAll(
            informer.RunAsync(cancellationToken), ListenAsync(cancellationToken), ClearOrphansAsync(cancellationToken), EveryAsync(Resync, WakeAll, cancellationToken),
            EveryAsync(RoomCheck, LookRound, cancellationToken));
    }

    /// <summary>Takes in a pod that does not come from the API server, or its change.</summary>
    public void Keep(Pod pod, CancellationToken cancellationToken) => Keep(pod, PodAllocation.Recall(pod), cancellationToken);

    /// <summary>Objects have changed that these pods refer to.</summary>
    public void Refresh(IEnumerable<string> uids)
    {
        foreach (var uid in uids)
            if (_workers.TryGetValue(uid, out var known)) known.Refresh();
    }

    /// <summary>Ends a pod for good, for the sake of the node.</summary>
    public void Evict(string uid, PodVerdict verdict)
    {
        if (_workers.TryGetValue(uid, out var known)) known.Evict(verdict);
    }

    /// <summary>Ends a pod and forgets it.</summary>
    public void Remove(string uid)
    {
        if (_workers.TryGetValue(uid, out var gone)) gone.Remove();
    }

    private void Handle(InformerChange<Pod> change, CancellationToken cancellationToken)
    {
        var pod = change.Object;
        if (change.Kind != ChangeKind.Deleted) services.Sink.See(pod);
        if (StaticPod.IsMirror(pod)) return;
        if (change.Kind == ChangeKind.Deleted)
        {
            Remove(pod.Metadata.Uid);
            return;
        }

        var isKnown = _workers.TryGetValue(pod.Metadata.Uid, out var known);
        if (!isKnown && !IsLeaving(pod)) checkpoints.Write(PodAllocation.Recall(pod).ApplyTo(pod));
        Keep(pod, cancellationToken);
        if (isKnown && !IsLeaving(pod) && !ReferenceEquals(change.Previous?.Spec, pod.Spec)) checkpoints.Write(known!.Allocated);
    }

    private void Keep(Pod pod, PodAllocation allocation, CancellationToken cancellationToken)
    {
        if (_workers.TryGetValue(pod.Metadata.Uid, out var worker))
        {
            worker.Update(pod);
            JudgeWaiting();
            return;
        }

        worker = _room.Admit(pod, allocation, Workers, worker => _workers[worker.Uid] = worker);
        JudgeWaiting();
        _ = RunAsync(worker, cancellationToken);
    }

    private IEnumerable<PodWorker> Workers => _workers.Values;

    private void LookRound()
    {
        JudgeWaiting();
        _round = services.Time.GetTimestamp();
    }

    /// <summary>Whatever changes in one pod may make room for another.</summary>
    private void JudgeWaiting() => _room.Judge(Workers.Where(static w => w.WaitsForResize), Workers);

    /// <summary>A pod that is deleted and over has nothing left to remember it for: its folder may be going just now.</summary>
    private static bool IsLeaving(Pod pod) =>
        pod.Metadata.DeletionTimestamp is not null && (pod.Metadata.DeletionGracePeriodSeconds == 0 || pod.Status.Phase is PodPhase.Succeeded or PodPhase.Failed);

    private async Task RunAsync(PodWorker worker, CancellationToken cancellationToken)
    {
        try
        {
            await worker.RunAsync(cancellationToken);
        }
        finally
        {
            _workers.TryRemove(worker.Uid, out _);
            JudgeWaiting();
        }
    }

    /// <summary>Passes the runtime's events on; whenever the stream begins anew every worker looks.</summary>
    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await foreach (var item in services.Runtime.EventsAsync(cancellationToken))
                {
                    if (item == RuntimeEvent.Connected) Began();
                    else if (_workers.TryGetValue(item.PodUid, out var known)) known.Wake();
                }
            }
            catch (Exception e) when (e is RuntimeException or IOException or HttpRequestException)
            {
                LogEventsLost(e.Message);
            }

            await Task.Delay(EventRetry, services.Time, cancellationToken);
        }
    }

    private async Task ClearOrphansAsync(CancellationToken cancellationToken)
    {
        await informer.Synced.WaitAsync(cancellationToken);
        var known = informer.Snapshot.Objects.Values.Select(p => p.Metadata.Uid).ToHashSet();
        foreach (var (uid, item) in _workers)
            if (!known.Contains(uid) && !StaticPod.Is(item.Current)) item.Remove();
        foreach (var lost in (await ListAllAsync(cancellationToken)).GroupBy(c => c.Pod))
        {
            if (known.Contains(lost.Key.Uid) || _workers.ContainsKey(lost.Key.Uid)) continue;
            LogOrphan(lost.Key.Namespace, lost.Key.Name);
            var pod = new Pod { Metadata = new ObjectMeta { Name = lost.Key.Name, Namespace = lost.Key.Namespace, Uid = lost.Key.Uid } };
            Keep(pod, cancellationToken);
            _workers[lost.Key.Uid].Remove();
        }
    }

    /// <summary>All that the runtime holds, when it answers.</summary>
    private async Task<IReadOnlyList<RuntimeContainer>> ListAllAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await services.Runtime.ListAsync(null, cancellationToken);
            }
            catch (RuntimeException e)
            {
                LogNotListed(e.Message);
                await Task.Delay(EventRetry, services.Time, cancellationToken);
            }
        }
    }

    private async Task EveryAsync(TimeSpan period, Action action, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(period, services.Time);
        while (await timer.WaitForNextTickAsync(cancellationToken)) action();
    }

    private void Began()
    {
        WakeAll();
        RuntimeBegan?.Invoke();
    }

    private void WakeAll()
    {
        foreach (var worker in Workers) worker.Wake();
    }

    [LoggerMessage(LogLevel.Warning, "the runtime's events ended: {reason}")]
    private partial void LogEventsLost(string reason);

    [LoggerMessage(LogLevel.Warning, "what the last agent left is not looked through yet: {reason}")]
    private partial void LogNotListed(string reason);

    [LoggerMessage(LogLevel.Information, "containers of pod {ns}/{name}, which no longer exists, are removed")]
    private partial void LogOrphan(string ns, string name);
}
