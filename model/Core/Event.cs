using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

[KubeKind("v1", "Event")]
public sealed record Event : KubeObject
{
    [AlwaysWritten]
    public ObjectReference InvolvedObject { get; init => field = value ?? new(); } = new();

    public string Reason { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";

    public EventSource Source { get; init => field = value ?? new(); } = new();

    public DateTimeOffset? FirstTimestamp { get; init; }

    public DateTimeOffset? LastTimestamp { get; init; }

    public int Count { get; init; }

    public string Type { get; init => field = value ?? ""; } = "";

    public MicroTime? EventTime { get; init; }

    public EventSeries? Series { get; init; }

    public string Action { get; init => field = value ?? ""; } = "";

    public ObjectReference? Related { get; init; }

    [AlwaysWritten] [Optional]
    public string ReportingComponent { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Optional]
    public string ReportingInstance { get; init => field = value ?? ""; } = "";
}

public sealed record EventSource
{
    public string Component { get; init => field = value ?? ""; } = "";

    public string Host { get; init => field = value ?? ""; } = "";
}

public sealed record EventSeries
{
    public int Count { get; init; }

    public MicroTime? LastObservedTime { get; init; }
}
