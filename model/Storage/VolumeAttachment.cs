using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Storage;

/// <summary>Asks that a volume be attached to a node.</summary>
[KubeKind("storage.k8s.io/v1", "VolumeAttachment")]
public sealed record VolumeAttachment : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    [AlwaysWritten]
    public VolumeAttachmentSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public VolumeAttachmentStatus Status { get; init => field = value ?? new(); } = new();
}

/// <summary>The volume and the node.</summary>
public sealed record VolumeAttachmentSpec
{
    /// <summary>The driver that attaches.</summary>
    [AlwaysWritten]
    public string Attacher { get; init => field = value ?? ""; } = "";

    /// <summary>The volume.</summary>
    [AlwaysWritten]
    public VolumeAttachmentSource Source { get; init => field = value ?? new(); } = new();

    /// <summary>The node.</summary>
    [AlwaysWritten]
    public string NodeName { get; init => field = value ?? ""; } = "";
}

/// <summary>The volume: one by name, or one that a pod describes itself. Exactly one of them.</summary>
public sealed record VolumeAttachmentSource
{
    /// <summary>Name of the PersistentVolume.</summary>
    public string? PersistentVolumeName { get; init; }

    /// <summary>The volume as a PersistentVolume would describe it.</summary>
    public PersistentVolumeSpec? InlineVolumeSpec { get; init; }
}

/// <summary>Whether the volume is attached.</summary>
public sealed record VolumeAttachmentStatus
{
    /// <summary>Whether the volume is attached.</summary>
    [AlwaysWritten]
    public bool Attached { get; init; }

    /// <summary>What the driver needs to know when it mounts.</summary>
    public IReadOnlyDictionary<string, string> AttachmentMetadata { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    /// <summary>What last went wrong when attaching.</summary>
    public VolumeError? AttachError { get; init; }

    /// <summary>What last went wrong when detaching.</summary>
    public VolumeError? DetachError { get; init; }
}

/// <summary>What went wrong.</summary>
public sealed record VolumeError
{
    /// <summary>When it went wrong.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>What went wrong, for people. It must hold nothing secret.</summary>
    public string Message { get; init => field = value ?? ""; } = "";

    /// <summary>Code of the gRPC error.</summary>
    public int? ErrorCode { get; init; }
}

/// <summary>How many volumes a node can have.</summary>
public sealed record VolumeNodeResources
{
    /// <summary>The most volumes of the driver. None: unlimited.</summary>
    public int? Count { get; init; }
}
