using Orleans.Kube.Model.Events;

namespace Orleans.Kube.Model.Definitions;

/// <summary>Events between the two groups that serve them.</summary>
internal static class EventConversion
{
    public static Core.Event ToCore(Event value) => new()
    {
        ApiVersion = "v1",
        Kind = value.Kind,
        Metadata = value.Metadata,
        InvolvedObject = value.Regarding,
        Reason = value.Reason,
        Message = value.Note,
        Source = value.DeprecatedSource,
        FirstTimestamp = value.DeprecatedFirstTimestamp,
        LastTimestamp = value.DeprecatedLastTimestamp,
        Count = value.DeprecatedCount,
        Type = value.Type,
        EventTime = value.EventTime,
        Series = value.Series is { } series ? new() { Count = series.Count, LastObservedTime = series.LastObservedTime } : null,
        Action = value.Action,
        Related = value.Related,
        ReportingComponent = value.ReportingController,
        ReportingInstance = value.ReportingInstance,
    };

    public static Event FromCore(Core.Event value) => new()
    {
        ApiVersion = "events.k8s.io/v1",
        Kind = value.Kind,
        Metadata = value.Metadata,
        Regarding = value.InvolvedObject,
        Reason = value.Reason,
        Note = value.Message,
        DeprecatedSource = value.Source,
        DeprecatedFirstTimestamp = value.FirstTimestamp,
        DeprecatedLastTimestamp = value.LastTimestamp,
        DeprecatedCount = value.Count,
        Type = value.Type,
        EventTime = value.EventTime,
        Series = value.Series is { } series ? new() { Count = series.Count, LastObservedTime = series.LastObservedTime } : null,
        Action = value.Action,
        Related = value.Related,
        ReportingController = value.ReportingComponent,
        ReportingInstance = value.ReportingInstance,
    };
}
