using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Storage;

/// <summary>What a CSI driver needs and can do.</summary>
[KubeKind("storage.k8s.io/v1", "CSIDriver")]
public sealed record CSIDriver : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    [AlwaysWritten]
    public CSIDriverSpec Spec { get; init => field = value ?? new(); } = new();
}

/// <summary>What the driver needs and can do.</summary>
public sealed record CSIDriverSpec
{
    /// <summary>Whether volumes must be attached to a node before they are mounted. Default true. It cannot be changed.</summary>
    public bool? AttachRequired { get; init; }

    /// <summary>Whether the driver is told of the pod when it mounts. Default false.</summary>
    public bool? PodInfoOnMount { get; init; }

    [ListSet] [Values(typeof(VolumeLifecycleMode))]
    public IReadOnlyList<string> VolumeLifecycleModes { get; init => field = value ?? []; } = [];

    /// <summary>Whether the scheduler heeds the capacities that the driver publishes. Default false.</summary>
    public bool? StorageCapacity { get; init; }

    [Values(typeof(FSGroupPolicy))]
    public string? FsGroupPolicy { get; init; }

    /// <summary>Tokens of the pod's service account that the driver is given when it mounts.</summary>
    [Atomic]
    public IReadOnlyList<TokenRequest> TokenRequests { get; init => field = value ?? []; } = [];

    /// <summary>Whether the driver is called again and again while a volume is mounted. Default false.</summary>
    public bool? RequiresRepublish { get; init; }

    /// <summary>Whether volumes can be mounted with an SELinux context. Default false.</summary>
    public bool? SeLinuxMount { get; init; }

    /// <summary>How often the number of volumes that a node can have is asked for anew, in seconds, at least 10. None: never.</summary>
    public long? NodeAllocatableUpdatePeriodSeconds { get; init; }
}

/// <summary>A token that a driver is given.</summary>
public sealed record TokenRequest
{
    /// <summary>To whom the token may be shown. Empty: the API server.</summary>
    [AlwaysWritten]
    public string Audience { get; init => field = value ?? ""; } = "";

    /// <summary>How long the token shall be valid, in seconds.</summary>
    public long? ExpirationSeconds { get; init; }
}
