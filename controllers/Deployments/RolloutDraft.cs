using System.Text.Json.Nodes;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Patch;

namespace Orleans.Kube.Controllers.Deployments;

/// <summary>A rollout while it is being planned: the ReplicaSets as they will be, and what is to be said about it. Lives within one plan.</summary>
internal sealed class RolloutDraft
{
    private readonly Dictionary<string, ReplicaSet> _before;
    private readonly Dictionary<string, ReplicaSet> _after;
    private readonly Dictionary<string, PlannedEvent> _scalings = [];
    private readonly string[] _oldestFirst;

    public RolloutDraft(Deployment deployment, IReadOnlyList<ReplicaSet> sets)
    {
        Deployment = deployment;
        Budget = RolloutBudget.Of(deployment);
        _before = sets.ToDictionary(static set => set.Metadata.Name);
        _after = new(_before);
        _oldestFirst =
        [
            .. sets.OrderBy(static set => set.Metadata.CreationTimestamp ?? DateTimeOffset.MinValue)
                .ThenBy(static set => set.Metadata.Name, StringComparer.Ordinal).Select(static set => set.Metadata.Name),
        ];
        NewName = PodTemplateHash.FindMatching(_oldestFirst.Select(name => _after[name]), deployment.Spec.Template)?.Metadata.Name;
        Conditions = deployment.Status.Conditions;
        CollisionCount = deployment.Status.CollisionCount;
    }

    public Deployment Deployment { get; }

    public RolloutBudget Budget { get; }

    public IReadOnlyList<DeploymentCondition> Conditions { get; set; }

    public int? CollisionCount { get; set; }

    /// <summary>The revision of the Deployment once its new ReplicaSet is known.</summary>
    public string? Revision { get; set; }

    public List<PlannedEvent> Events { get; } = [];

    /// <summary>The ReplicaSet that has the Deployment's template.</summary>
    public ReplicaSet? New => NewName is null ? null : _after[NewName];

    public IEnumerable<ReplicaSet> OldOldestFirst => _oldestFirst.Where(name => name != NewName).Select(name => _after[name]);

    public IEnumerable<ReplicaSet> All => New is { } set ? OldOldestFirst.Append(set) : OldOldestFirst;

    public int TotalReplicas => All.Sum(Size);

    private string? NewName { get; set; }

    public static int Size(ReplicaSet set) => set.Spec.Replicas ?? 1;

    /// <summary>The available pods that a set keeps at its size; a status that has not caught up may count more.</summary>
    public static int Available(ReplicaSet set) => Math.Min(Size(set), set.Status.AvailableReplicas);

    public void AddNew(ReplicaSet set)
    {
        NewName = set.Metadata.Name;
        _after[NewName] = set;
    }

    public void Replace(ReplicaSet set) => _after[set.Metadata.Name] = set;

    /// <summary>Gives a set its size and notes the sizes of the Deployment on it. An event tells of a change.</summary>
    public void Scale(ReplicaSet set, int replicas)
    {
        var (name, size) = (set.Metadata.Name, Size(set));
        Replace(DeploymentAnnotations.MarkSizes(size == replicas ? set : set with { Spec = set.Spec with { Replicas = replicas } }, Budget));
        if (size == replicas) return;
        var from = _before.TryGetValue(name, out var before) ? Size(before) : 0;
        _scalings[name] = PlannedEvent.Normal(
            "ScalingReplicaSet", $"Scaled {(replicas > from ? "up" : "down")} replica set {name} from {from} to {replicas}");
    }

    public IEnumerable<ObjectCreation> Creates() =>
        _after.Values.Where(set => !_before.ContainsKey(set.Metadata.Name)).Select(static set =>
            ObjectCreation.Of(Resources.ReplicaSets, set) with
            {
                Event = Size(set) == 0 ? null
                    : PlannedEvent.Normal("ScalingReplicaSet", $"Scaled up replica set {set.Metadata.Name} from 0 to {Size(set)}"),
            });

    /// <summary>One patch for each set that changes, those that grow first.</summary>
    public IEnumerable<ObjectPatch> Patches() =>
        _before.Values.Where(before => !ReferenceEquals(before, _after[before.Metadata.Name]))
            .Select(before => (Before: before, After: _after[before.Metadata.Name]))
            .OrderByDescending(static change => Size(change.After) - Size(change.Before))
            .Select(change => Patch(change.Before, change.After))
            .OfType<ObjectPatch>();

    private ObjectPatch? Patch(ReplicaSet before, ReplicaSet after)
    {
        var body = new JsonObject();
        var annotations = new JsonObject();
        foreach (var (key, value) in after.Metadata.Annotations)
            if (!before.Metadata.Annotations.TryGetValue(key, out var old) || old != value) annotations[key] = value;
        if (annotations.Count > 0) body["metadata"] = new JsonObject { ["annotations"] = annotations };

        var spec = new JsonObject();
        if (Size(before) != Size(after)) spec["replicas"] = Size(after);
        if (before.Spec.MinReadySeconds != after.Spec.MinReadySeconds) spec["minReadySeconds"] = after.Spec.MinReadySeconds;
        if (spec.Count > 0) body["spec"] = spec;
        return body.Count == 0 ? null : ObjectPatch.Of(Resources.ReplicaSets, before, PatchKind.Merge, body) with
        {
            Event = _scalings.GetValueOrDefault(before.Metadata.Name),
        };
    }
}
