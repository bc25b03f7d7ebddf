using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Events;

[KubeKind("events.k8s.io/v1", "Event")]
public sealed record Event : KubeObject
{
    public MicroTime? EventTime { get; init; }

    public EventSeries? Series { get; init; }

    public string ReportingController { get; init => field = value ?? ""; } = "";

    public string ReportingInstance { get; init => field = value ?? ""; } = "";

    public string Action { get; init => field = value ?? ""; } = "";

    public string Reason { get; init => field = value ?? ""; } = "";

    public ObjectReference Regarding { get; init => field = value ?? new(); } = new();

    public ObjectReference? Related { get; init; }

    public string Note { get; init => field = value ?? ""; } = "";

    public string Type { get; init => field = value ?? ""; } = "";

    public EventSource DeprecatedSource { get; init => field = value ?? new(); } = new();

    public DateTimeOffset? DeprecatedFirstTimestamp { get; init; }

    public DateTimeOffset? DeprecatedLastTimestamp { get; init; }

    public int DeprecatedCount { get; init; }
}

public sealed record EventSeries
{
    [AlwaysWritten]
    public int Count { get; init; }

    public MicroTime? LastObservedTime { get; init; }
}
