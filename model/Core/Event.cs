using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

/// <summary>Something that happened to an object, kept for a while for people to read.</summary>
[KubeKind("v1", "Event")] [RequiredFields("metadata")]
public sealed record Event : KubeObject
{
    /// <summary>The object that the event is about.</summary>
    [AlwaysWritten]
    public ObjectReference InvolvedObject { get; init => field = value ?? new(); } = new();

    /// <summary>What happened, in one word for programs.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";

    /// <summary>What happened, in words for people.</summary>
    public string Message { get; init => field = value ?? ""; } = "";

    /// <summary>Who reported it.</summary>
    public EventSource Source { get; init => field = value ?? new(); } = new();

    /// <summary>When it happened first.</summary>
    [AlwaysWritten] [Optional]
    public DateTimeOffset? FirstTimestamp { get; init; }

    /// <summary>When it happened last.</summary>
    [AlwaysWritten] [Optional]
    public DateTimeOffset? LastTimestamp { get; init; }

    /// <summary>How often it happened.</summary>
    public int Count { get; init; }

    /// <summary>Normal or Warning.</summary>
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>When it was observed first.</summary>
    [AlwaysWritten] [Optional]
    public MicroTime? EventTime { get; init; }

    /// <summary>How often it was repeated.</summary>
    public EventSeries? Series { get; init; }

    /// <summary>What was done or failed.</summary>
    public string Action { get; init => field = value ?? ""; } = "";

    /// <summary>A second object that has part in it.</summary>
    public ObjectReference? Related { get; init; }

    /// <summary>The name of the controller that reported it.</summary>
    [AlwaysWritten] [Optional]
    public string ReportingComponent { get; init => field = value ?? ""; } = "";

    /// <summary>The instance of the controller that reported it.</summary>
    [AlwaysWritten] [Optional]
    public string ReportingInstance { get; init => field = value ?? ""; } = "";
}

/// <summary>Who tells of an event.</summary>
public sealed record EventSource
{
    /// <summary>The part of the system.</summary>
    public string Component { get; init => field = value ?? ""; } = "";

    /// <summary>The node it ran on.</summary>
    public string Host { get; init => field = value ?? ""; } = "";
}

/// <summary>Events that are the same and follow one another.</summary>
public sealed record EventSeries
{
    /// <summary>How often it happened.</summary>
    public int Count { get; init; }

    /// <summary>When it happened last.</summary>
    public MicroTime? LastObservedTime { get; init; }
}
