using Orleans.Kube.Model.Selectors;
using static Orleans.Kube.Controllers.Scheduling.QueuedPod;

namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>
/// The pods that wait for a node: by priority, then by age. One that fits nowhere is parked until something changes that may help it, and is
/// then tried again no sooner than its back-off allows. For one thread; time is an argument.
/// </summary>
public sealed class SchedulingQueue(SchedulerOptions options)
{
    private readonly Dictionary<string, QueuedPod> _all = [];
    private readonly SortedSet<QueuedPod> _active = new(Comparer<QueuedPod>.Create(Compare));
    private readonly SortedSet<QueuedPod> _backingOff = new(Comparer<QueuedPod>.Create(static (x, y) =>
        x.BackoffUntil != y.BackoffUntil ? x.BackoffUntil.CompareTo(y.BackoffUntil) : x.Order.CompareTo(y.Order)));

    private readonly SortedSet<QueuedPod> _parked = new(Comparer<QueuedPod>.Create(static (x, y) =>
        x.ParkedAt != y.ParkedAt ? x.ParkedAt.CompareTo(y.ParkedAt) : x.Order.CompareTo(y.Order)));

    private long _order;

    /// <summary>How many pods wait, for whatever.</summary>
    public int Count => _all.Count;

    /// <summary>How many could be placed now.</summary>
    public int Ready => _active.Count;

    /// <summary>The pod is new or has changed. A parked one is tried again when what it asks for has changed.</summary>
    public void Put(PodDemand pod, DateTimeOffset now)
    {
        if (!_all.TryGetValue(pod.Uid, out var queued))
        {
            _all[pod.Uid] = queued = new QueuedPod(pod, pod.Pod.Metadata.CreationTimestamp ?? now, ++_order);
            Activate(queued);
            return;
        }

        var changed = AsksForOther(pod, queued.Demand);
        var where = queued.Where;
        TakeOut(queued);
        queued.Demand = pod;
        PutBack(queued, where);
        if (changed && where == Place.Unschedulable) Revive(queued, now);
    }

    /// <summary>The pod needs no node any more.</summary>
    public void Remove(string uid)
    {
        if (_all.Remove(uid, out var queued)) TakeOut(queued);
    }

    public QueuedPod? Find(string uid) => _all.GetValueOrDefault(uid);

    /// <summary>The next pod to place. It stays known, but out of the queue, until it is parked, put off or removed.</summary>
    public QueuedPod? Take(DateTimeOffset now)
    {
        Wake(now);
        if (_active.Min is not { } next) return null;
        TakeOut(next);
        next.Attempts++;
        return next;
    }

    /// <summary>The pod fits nowhere until one of these changes happens.</summary>
    public void Park(QueuedPod pod, ClusterChanges heals, DateTimeOffset now)
    {
        if (!_all.ContainsKey(pod.Demand.Uid)) return;
        (pod.Heals, pod.ParkedAt, pod.BackoffUntil) = (heals, now, now + Backoff(pod));
        PutBack(pod, Place.Unschedulable);
    }

    /// <summary>The attempt failed for a reason that is not the pod's: it is tried again after its back-off.</summary>
    public void PutOff(QueuedPod pod, DateTimeOffset now)
    {
        if (!_all.ContainsKey(pod.Demand.Uid)) return;
        pod.BackoffUntil = now + Backoff(pod);
        PutBack(pod, Place.BackingOff);
    }

    /// <summary>Something changed: the parked pods that it may help are tried again.</summary>
    public void Heal(ClusterChanges changes, DateTimeOffset now)
    {
        if (changes == ClusterChanges.None || _parked.Count == 0) return;
        foreach (var pod in _parked.Where(pod => (pod.Heals & changes) != 0).ToArray()) Revive(pod, now);
    }

    /// <summary>When the next pod becomes ready by the passing of time, or null.</summary>
    public DateTimeOffset? Due() => Controllers.Due.Earlier(_backingOff.Min?.BackoffUntil, _parked.Min?.ParkedAt + options.RetryAfter);

    private static bool AsksForOther(PodDemand now, PodDemand before) =>
        now.Pod.Metadata.Generation != before.Pod.Metadata.Generation
        || now.Labels.Count != before.Labels.Count
        || !now.Labels.Contains(before.Labels);

    private static int Compare(QueuedPod? x, QueuedPod? y)
    {
        if (x!.Demand.Priority != y!.Demand.Priority) return y.Demand.Priority.CompareTo(x.Demand.Priority);
        return x.Since != y.Since ? x.Since.CompareTo(y.Since) : x.Order.CompareTo(y.Order);
    }

    private TimeSpan Backoff(QueuedPod pod)
    {
        var wait = options.FirstBackoff * Math.Pow(2, Math.Min(pod.Attempts, 30) - 1);
        return wait < options.LongestBackoff ? wait : options.LongestBackoff;
    }

    private void Wake(DateTimeOffset now)
    {
        while (_backingOff.Min is { } next && next.BackoffUntil <= now)
        {
            TakeOut(next);
            Activate(next);
        }

        while (_parked.Min is { } oldest && oldest.ParkedAt + options.RetryAfter <= now)
        {
            TakeOut(oldest);
            Activate(oldest);
        }
    }

    private void Revive(QueuedPod pod, DateTimeOffset now)
    {
        TakeOut(pod);
        PutBack(pod, pod.BackoffUntil > now ? Place.BackingOff : Place.Active);
    }

    private void Activate(QueuedPod pod) => PutBack(pod, Place.Active);

    private void PutBack(QueuedPod pod, Place where)
    {
        pod.Where = where;
        if (where == Place.Active) _active.Add(pod);
        else if (where == Place.BackingOff) _backingOff.Add(pod);
        else if (where == Place.Unschedulable) _parked.Add(pod);
    }

    private void TakeOut(QueuedPod pod)
    {
        if (pod.Where == Place.Active) _active.Remove(pod);
        else if (pod.Where == Place.BackingOff) _backingOff.Remove(pod);
        else if (pod.Where == Place.Unschedulable) _parked.Remove(pod);
        pod.Where = Place.Out;
    }
}
