using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Volumes;

/// <summary>What to do for a volume.</summary>
public sealed record VolumePlan
{
    public static VolumePlan Nothing { get; } = new();

    /// <summary>The volume as it is to be, or null.</summary>
    public PersistentVolume? Volume { get; init; }

    /// <summary>The status that it is to have, or null.</summary>
    public PersistentVolumeStatus? Status { get; init; }

    /// <summary>Whether the volume is to be deleted.</summary>
    public bool Deletes { get; init; }

    public IReadOnlyList<PlannedEvent> Events { get; init; } = [];
}
