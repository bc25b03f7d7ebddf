using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.ApiRegistration;

/// <summary>Who serves a version of a group: this server itself, or a service of the cluster that requests are passed on to.</summary>
[KubeKind("apiregistration.k8s.io/v1", "APIService")]
public sealed record APIService : KubeObject
{
    public APIServiceSpec Spec { get; init => field = value ?? new(); } = new();

    public APIServiceStatus Status { get; init => field = value ?? new(); } = new();
}

public sealed record APIServiceSpec
{
    /// <summary>The service that answers; none where this server does.</summary>
    public ServiceReference? Service { get; init; }

    public string Group { get; init => field = value ?? ""; } = "";

    public string Version { get; init => field = value ?? ""; } = "";

    public bool InsecureSkipTLSVerify { get; init; }

    [Atomic]
    public byte[]? CaBundle { get; init; }

    [AlwaysWritten]
    public int GroupPriorityMinimum { get; init; }

    [AlwaysWritten]
    public int VersionPriority { get; init; }
}

public sealed record ServiceReference
{
    public string Namespace { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    public int? Port { get; init; }
}

public sealed record APIServiceStatus
{
    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<APIServiceCondition> Conditions { get; init => field = value ?? []; } = [];
}

public sealed record APIServiceCondition
{
    [AlwaysWritten] [Values(typeof(APIServiceConditionType))]
    public string Type { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Values(typeof(ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    public DateTimeOffset? LastTransitionTime { get; init; }

    public string Reason { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";
}

/// <summary>What is said about an APIService.</summary>
public static class APIServiceConditionType
{
    /// <summary>Requests can be answered.</summary>
    public const string Available = "Available";
}
