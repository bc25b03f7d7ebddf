using System.Globalization;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.ReplicaSets;

/// <summary>
/// A pod's place in the order in which a scale-down deletes pods, the first to go first
/// (https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#scaling-a-replicaset). A total order: the uid decides last.
/// </summary>
public readonly struct DeletionRank : IComparable<DeletionRank>
{
    public const string CostAnnotation = "controller.kubernetes.io/pod-deletion-cost";

    /// <summary>Unassigned before assigned, then pending, unknown, running, then unready before ready: two bits for each.</summary>
    private readonly int _state;
    private readonly int _cost;
    private readonly int _crowd;
    private readonly long _readyAge;
    private readonly int _restarts;
    private readonly int _sidecarRestarts;
    private readonly long _age;
    private readonly string _uid;

    /// <param name="pod">An active pod.</param>
    /// <param name="related">Active related pods by node: a pod on a more crowded node goes first.</param>
    /// <param name="now">Ages are compared by their order of magnitude, so that the oldest pods are not always spared.</param>
    public DeletionRank(Pod pod, IReadOnlyDictionary<string, int> related, DateTimeOffset now)
        : this(pod, Cost(pod), related.GetValueOrDefault(pod.Spec.NodeName), age => Magnitude(age, now))
    {
    }

    private DeletionRank(Pod pod, int cost, int crowd, Func<DateTimeOffset?, long> age)
    {
        var assigned = pod.Spec.NodeName.Length > 0 ? 1 : 0;
        var phase = pod.Status.Phase switch { PodPhase.Running => 2, PodPhase.Unknown => 1, _ => 0 };
        _state = (assigned << 4) | (phase << 2) | (pod.IsReady() ? 1 : 0);
        (_cost, _crowd) = (cost, crowd);
        _readyAge = age(pod.ReadySince());
        _restarts = MostRestarts(pod.Status.ContainerStatuses);
        _sidecarRestarts = pod.Status.InitContainerStatuses.Count == 0 ? 0
            : MostRestarts(pod.Status.InitContainerStatuses.Where(status => IsSidecar(pod, status.Name)));
        _age = age(pod.Metadata.CreationTimestamp);
        _uid = pod.Metadata.Uid;
    }

    /// <summary>The place of a Job's pod: neither a cost nor other pods count, and of two the younger goes first.</summary>
    public static DeletionRank OfJob(Pod pod) => new(pod, 0, 0, static since => -(since?.UtcTicks ?? long.MaxValue));

    /// <summary>The pods to delete, in order.</summary>
    public static IEnumerable<Pod> First(IReadOnlyList<Pod> pods, int count, IReadOnlyDictionary<string, int> related, DateTimeOffset now) =>
        First(pods, count, pod => new DeletionRank(pod, related, now));

    /// <summary>The pods to delete, in order.</summary>
    public static IEnumerable<Pod> First(IReadOnlyList<Pod> pods, int count, Func<Pod, DeletionRank> rank)
    {
        var ordered = pods.ToArray();
        if (count >= ordered.Length) return ordered;
        var ranks = new DeletionRank[ordered.Length];
        for (var i = 0; i < ordered.Length; i++) ranks[i] = rank(ordered[i]);
        Array.Sort(ranks, ordered);
        return ordered.Take(count);
    }

    public int CompareTo(DeletionRank other)
    {
        if (_state != other._state) return _state.CompareTo(other._state);
        if (_cost != other._cost) return _cost.CompareTo(other._cost);
        if (_crowd != other._crowd) return other._crowd.CompareTo(_crowd);
        if (_readyAge != other._readyAge) return _readyAge.CompareTo(other._readyAge);
        if (_restarts != other._restarts) return other._restarts.CompareTo(_restarts);
        if (_sidecarRestarts != other._sidecarRestarts) return other._sidecarRestarts.CompareTo(_sidecarRestarts);
        return _age != other._age ? _age.CompareTo(other._age) : string.CompareOrdinal(_uid, other._uid);
    }

    private static int Cost(Pod pod) =>
        pod.Metadata.Annotations.TryGetValue(CostAnnotation, out var text)
        && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var cost)
            ? cost : 0;

    /// <summary>The age as a power of two of nanoseconds; an unknown time counts as the youngest.</summary>
    private static long Magnitude(DateTimeOffset? since, DateTimeOffset now) =>
        since is null ? -2 : now > since ? (int)Math.Log2((now - since.Value).Ticks * 100.0) : -1;

    private static int MostRestarts(IEnumerable<ContainerStatus> statuses)
    {
        var most = 0;
        foreach (var status in statuses) most = Math.Max(most, status.RestartCount);
        return most;
    }

    private static bool IsSidecar(Pod pod, string name) =>
        pod.Spec.InitContainers.Any(container => container.Name == name && container.RestartPolicy == ContainerRestartPolicy.Always);
}
