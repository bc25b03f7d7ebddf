using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.ApiRegistration;

/// <summary>Who serves a version of a group: this server itself, or a service of the cluster that requests are passed on to.</summary>
[KubeKind("apiregistration.k8s.io/v1", "APIService")]
public sealed record APIService : KubeObject
{
    public APIServiceSpec Spec { get; init => field = value ?? new(); } = new();

    public APIServiceStatus Status { get; init => field = value ?? new(); } = new();
}

/// <summary>Which version of which group is served, and by whom.</summary>
public sealed record APIServiceSpec
{
    /// <summary>The service that answers; none where this server does.</summary>
    public ServiceReference? Service { get; init; }

    /// <summary>The group of the API.</summary>
    public string Group { get; init => field = value ?? ""; } = "";

    /// <summary>The version of the API.</summary>
    public string Version { get; init => field = value ?? ""; } = "";

    /// <summary>Whether the server's certificate is not checked. Not advisable.</summary>
    public bool InsecureSkipTLSVerify { get; init; }

    /// <summary>The certificates, in PEM, by which the server's own is checked.</summary>
    [Atomic]
    public byte[]? CaBundle { get; init; }

    /// <summary>The lowest priority of the group. The group's priority is the highest of its versions'; clients prefer groups of higher priority. From 1 to 20000.</summary>
    [AlwaysWritten]
    public int GroupPriorityMinimum { get; init; }

    /// <summary>The version's place in its group: higher ones come first. From 1 to 1000.</summary>
    [AlwaysWritten]
    public int VersionPriority { get; init; }
}

/// <summary>A service of the cluster.</summary>
public sealed record ServiceReference
{
    /// <summary>Namespace of the service.</summary>
    public string Namespace { get; init => field = value ?? ""; } = "";

    /// <summary>Name of the service.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Port of the service. Default 443.</summary>
    public int? Port { get; init; }
}

/// <summary>Whether the version can be used.</summary>
public sealed record APIServiceStatus
{
    /// <summary>Whether requests can be answered.</summary>
    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<APIServiceCondition> Conditions { get; init => field = value ?? []; } = [];
}

/// <summary>One aspect of the state at a time.</summary>
public sealed record APIServiceCondition
{
    [AlwaysWritten] [Values(typeof(APIServiceConditionType))]
    public string Type { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Values(typeof(ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    /// <summary>When the status of the condition last changed.</summary>
    [AlwaysWritten] [Optional]
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>The reason for the last change, in one word.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>The reason for the last change, for people.</summary>
    public string Message { get; init => field = value ?? ""; } = "";
}

/// <summary>What is said about an APIService.</summary>
public static class APIServiceConditionType
{
    /// <summary>Requests can be answered.</summary>
    public const string Available = "Available";
}
