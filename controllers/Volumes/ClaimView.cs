using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Storage;

namespace Orleans.Kube.Controllers.Volumes;

/// <summary>What the planner of a claim looks at.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Volumes">All volumes in the order of their names.</param>
public sealed record ClaimView(PersistentVolumeClaim Claim, IReadOnlyList<PersistentVolume> Volumes)
{
    /// <summary>The class that the claim names, if there is one.</summary>
    public StorageClass? Class { get; init; }

    /// <summary>The name of the class that claims without one get, or null.</summary>
    public string? DefaultClass { get; init; }

    /// <summary>The node that was selected for the claim's first pod, if it is there.</summary>
    public Node? Node { get; init; }

    /// <summary>Whether a pod that is on a node names the claim.</summary>
    public bool InUse { get; init; }

    /// <summary>The names of the pods that name the claim and are on no node yet.</summary>
    public IReadOnlyList<string> WaitingPods { get; init; } = [];
}
