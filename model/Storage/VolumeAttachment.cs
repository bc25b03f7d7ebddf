using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Storage;

[KubeKind("storage.k8s.io/v1", "VolumeAttachment")]
public sealed record VolumeAttachment : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    [AlwaysWritten]
    public VolumeAttachmentSpec Spec { get; init => field = value ?? new(); } = new();

    /// <summary>The state that was last observed. The system writes it.</summary>
    public VolumeAttachmentStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record VolumeAttachmentSpec
{
    [AlwaysWritten]
    public string Attacher { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public VolumeAttachmentSource Source { get; init => field = value ?? new(); } = new();

    [AlwaysWritten]
    public string NodeName { get; init => field = value ?? ""; } = "";
}

public sealed record VolumeAttachmentSource
{
    public string? PersistentVolumeName { get; init; }

    public PersistentVolumeSpec? InlineVolumeSpec { get; init; }
}

public sealed record VolumeAttachmentStatus
{
    [AlwaysWritten]
    public bool Attached { get; init; }

    public IReadOnlyDictionary<string, string> AttachmentMetadata { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    public VolumeError? AttachError { get; init; }

    public VolumeError? DetachError { get; init; }
}

public sealed record VolumeError
{
    public DateTimeOffset? Time { get; init; }

    public string Message { get; init => field = value ?? ""; } = "";

    public int? ErrorCode { get; init; }
}

public sealed record VolumeNodeResources
{
    public int? Count { get; init; }
}
