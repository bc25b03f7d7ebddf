using System.Text.Json.Serialization;

namespace Orleans.Kube.Model.Meta;

/// <summary>What came of a request.</summary>
public sealed record Status : TypeMeta
{
    /// <summary>Name, labels, owners and everything else that all objects have.</summary>
    public ListMeta Metadata { get; init => field = value ?? new(); } = new();

    /// <summary>Success or Failure.</summary>
    [JsonPropertyName("status")]
    public string StatusValue { get; init => field = value ?? ""; } = "";

    /// <summary>What happened, in words for people.</summary>
    public string Message { get; init => field = value ?? ""; } = "";

    /// <summary>Why it failed, in one word for programs.</summary>
    [Values(typeof(StatusReason))]
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>The object concerned and the single causes.</summary>
    public StatusDetails? Details { get; init; }

    /// <summary>The HTTP status code.</summary>
    public int Code { get; init; }
}

/// <summary>What a failure is about.</summary>
public sealed record StatusDetails
{
    /// <summary>The name of the object concerned.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The group of its resource.</summary>
    public string Group { get; init => field = value ?? ""; } = "";

    /// <summary>Its resource or kind.</summary>
    public string Kind { get; init => field = value ?? ""; } = "";

    /// <summary>Its uid, where it has one.</summary>
    public string Uid { get; init => field = value ?? ""; } = "";

    /// <summary>The single things that went wrong.</summary>
    [Atomic]
    public IReadOnlyList<StatusCause> Causes { get; init => field = value ?? []; } = [];

    /// <summary>How long to wait before trying again.</summary>
    public int RetryAfterSeconds { get; init; }
}

/// <summary>One reason of a failure.</summary>
public sealed record StatusCause
{
    /// <summary>What kind of mistake it is.</summary>
    [Values(typeof(CauseType))]
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>The mistake in words.</summary>
    public string Message { get; init => field = value ?? ""; } = "";

    /// <summary>The path of the field it is in.</summary>
    public string Field { get; init => field = value ?? ""; } = "";
}
