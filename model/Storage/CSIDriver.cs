using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Storage;

[KubeKind("storage.k8s.io/v1", "CSIDriver")]
public sealed record CSIDriver : KubeObject
{
    /// <summary>The state that is wanted.</summary>
    [AlwaysWritten]
    public CSIDriverSpec Spec { get; init => field = value ?? new(); } = new();
}

public sealed record CSIDriverSpec
{
    public bool? AttachRequired { get; init; }

    public bool? PodInfoOnMount { get; init; }

    [ListSet] [Values(typeof(VolumeLifecycleMode))]
    public IReadOnlyList<string> VolumeLifecycleModes { get; init => field = value ?? []; } = [];

    public bool? StorageCapacity { get; init; }

    [Values(typeof(FSGroupPolicy))]
    public string? FsGroupPolicy { get; init; }

    [Atomic]
    public IReadOnlyList<TokenRequest> TokenRequests { get; init => field = value ?? []; } = [];

    public bool? RequiresRepublish { get; init; }

    public bool? SeLinuxMount { get; init; }

    public long? NodeAllocatableUpdatePeriodSeconds { get; init; }
}

public sealed record TokenRequest
{
    [AlwaysWritten]
    public string Audience { get; init => field = value ?? ""; } = "";

    public long? ExpirationSeconds { get; init; }
}
