using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Events;

/// <summary>Something that happened to an object, kept for a while for people to read.</summary>
[KubeKind("events.k8s.io/v1", "Event")]
public sealed record Event : KubeObject
{
    /// <summary>When it was observed first.</summary>
    [AlwaysWritten]
    public MicroTime? EventTime { get; init; }

    /// <summary>How often it was repeated.</summary>
    public EventSeries? Series { get; init; }

    /// <summary>The controller that tells of the event, such as kubernetes.io/kubelet.</summary>
    public string ReportingController { get; init => field = value ?? ""; } = "";

    /// <summary>The instance of the controller that reported it.</summary>
    public string ReportingInstance { get; init => field = value ?? ""; } = "";

    /// <summary>What was done or failed.</summary>
    public string Action { get; init => field = value ?? ""; } = "";

    /// <summary>What happened, in one word for programs.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>The object that the event is about.</summary>
    public ObjectReference Regarding { get; init => field = value ?? new(); } = new();

    /// <summary>A second object that has part in it.</summary>
    public ObjectReference? Related { get; init; }

    /// <summary>What happened, for people. At most 1 kB.</summary>
    public string Note { get; init => field = value ?? ""; } = "";

    /// <summary>Normal or Warning.</summary>
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>Who tells of the event, as the first events API has it.</summary>
    public EventSource DeprecatedSource { get; init => field = value ?? new(); } = new();

    /// <summary>When the event was first seen, as the first events API has it.</summary>
    [AlwaysWritten] [Optional]
    public DateTimeOffset? DeprecatedFirstTimestamp { get; init; }

    /// <summary>When the event was last seen, as the first events API has it.</summary>
    [AlwaysWritten] [Optional]
    public DateTimeOffset? DeprecatedLastTimestamp { get; init; }

    /// <summary>How often the event was seen, as the first events API counts it.</summary>
    public int DeprecatedCount { get; init; }
}

/// <summary>Events that are the same and follow one another.</summary>
public sealed record EventSeries
{
    /// <summary>How often it happened.</summary>
    [AlwaysWritten]
    public int Count { get; init; }

    /// <summary>When it happened last.</summary>
    [AlwaysWritten]
    public MicroTime? LastObservedTime { get; init; }
}
