using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Volumes;

/// <summary>What to do for a claim: first the volume, then the claim, then its status.</summary>
public sealed record ClaimPlan
{
    public static ClaimPlan Nothing { get; } = new();

    /// <summary>A write of the volume, to be done first.</summary>
    public ObjectWrite? Volume { get; init; }

    /// <summary>The claim as it is to be, or null.</summary>
    public PersistentVolumeClaim? Claim { get; init; }

    /// <summary>The status that the claim is to have, or null.</summary>
    public PersistentVolumeClaimStatus? Status { get; init; }

    public IReadOnlyList<PlannedEvent> Events { get; init; } = [];
}
