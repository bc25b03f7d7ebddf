using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.ReplicaSets;

/// <summary>What the ReplicaSet planner looks at. A ReplicationController is shown as the ReplicaSet that it amounts to, under its own kind.</summary>
/// <param name="Set">The object, with its kind and API version.</param>
/// <param name="Controlled">The pods that name it as their controller, finished and terminating ones included.</param>
/// <param name="Orphans">The pods of its namespace without a controller; only those that the selector selects matter.</param>
public sealed record ReplicaSetView(ReplicaSet Set, IReadOnlyList<Pod> Controlled, IReadOnlyList<Pod> Orphans)
{
    /// <summary>Active pods by node, of this set and of the sets that share its controller: pods on crowded nodes go first.</summary>
    public IReadOnlyDictionary<string, int> RelatedPodsByNode { get; init; } = new Dictionary<string, int>();

    /// <summary>The first refusal while the last plan was carried out, or null when all of it was done.</summary>
    public Refusal? Refusal { get; init; }
}
