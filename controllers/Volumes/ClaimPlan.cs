using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Volumes;

/// <summary>What to do for a claim, in this order: the volume, its status, the claim, its status. Where one cannot be written, nothing after it may be.</summary>
public sealed record ClaimPlan
{
    public static ClaimPlan Nothing { get; } = new();

    /// <summary>A write of the volume.</summary>
    public ObjectWrite? Volume { get; init; }

    /// <summary>
    /// The volume with the status that it is to have, or null. It is to be written on the very revision that <see cref="Volume"/> led to, or without that on
    /// the one that was seen: a volume that was deleted since must not come to be bound.
    /// </summary>
    public PersistentVolume? BoundVolume { get; init; }

    /// <summary>The claim as it is to be, or null.</summary>
    public PersistentVolumeClaim? Claim { get; init; }

    /// <summary>The status that the claim is to have, or null.</summary>
    public PersistentVolumeClaimStatus? Status { get; init; }

    public IReadOnlyList<PlannedEvent> Events { get; init; } = [];
}
