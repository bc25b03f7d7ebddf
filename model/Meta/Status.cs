using System.Text.Json.Serialization;

namespace Orleans.Kube.Model.Meta;

public sealed record Status : TypeMeta
{
    public ListMeta Metadata { get; init => field = value ?? new(); } = new();

    [JsonPropertyName("status")]
    public string StatusValue { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";

    [Values(typeof(StatusReason))]
    public string Reason { get; init => field = value ?? ""; } = "";

    [Atomic]
    public StatusDetails? Details { get; init; }

    public int Code { get; init; }
}

public sealed record StatusDetails
{
    public string Name { get; init => field = value ?? ""; } = "";

    public string Group { get; init => field = value ?? ""; } = "";

    public string Kind { get; init => field = value ?? ""; } = "";

    public string Uid { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<StatusCause> Causes { get; init => field = value ?? []; } = [];

    public int RetryAfterSeconds { get; init; }
}

public sealed record StatusCause
{
    [Values(typeof(CauseType))]
    public string Reason { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";

    public string Field { get; init => field = value ?? ""; } = "";
}
