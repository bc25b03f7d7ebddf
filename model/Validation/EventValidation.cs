using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>Events: each lives in the namespace of what it is about; those of the new API say who reports and why.</summary>
internal static class EventValidation
{
    private const int MaximumReasonBytes = 128;
    private const int MaximumActionBytes = 128;
    private const int MaximumNoteBytes = 1024;

    // Versions call the field that says who reports by different names.
    public static void Validate(Event value, FieldErrors errors, string reporter = "reportingComponent")
    {
        var (about, own) = (value.InvolvedObject.Namespace, value.Metadata.Namespace);
        var isInPlace = about.Length > 0 ? value.EventTime is not null || own == about : own == "default" || own == (value.EventTime is null ? "" : "kube-system");
        if (!isInPlace) errors.Invalid("involvedObject.namespace", about, "does not match event.namespace");
        if (value.EventTime is null) return;
        if (value.ReportingComponent.Length == 0) errors.Required(reporter);
        errors.InvalidEach(reporter, value.ReportingComponent, LabelRules.QualifiedName(value.ReportingComponent));
        if (value.ReportingInstance.Length == 0) errors.Required("reportingInstance");
        Limited("reportingInstance", value.ReportingInstance, MaximumReasonBytes, errors);
        if (value.Action.Length == 0) errors.Required("action");
        Limited("action", value.Action, MaximumActionBytes, errors);
        if (value.Reason.Length == 0) errors.Required("reason");
        Limited("reason", value.Reason, MaximumReasonBytes, errors);
        Limited("message", value.Message, MaximumNoteBytes, errors);
    }

    private static void Limited(string field, string text, int maximum, FieldErrors errors)
    {
        if (text.Length > maximum) errors.Invalid(field, "", $"can have at most {maximum} characters");
    }

    /// <summary>What the newer of the two groups asks for beside, of a new event.</summary>
    public static void ValidateNew(Event value, FieldErrors errors)
    {
        Validate(value, errors, "reportingController");
        Series(value, errors);
        const string Unset = "needs to be unset";
        if (value.EventTime is null) errors.Required("eventTime");
        if (value.Type is not ("Normal" or "Warning")) errors.Invalid("type", "", "has invalid value: " + value.Type);
        if (value.FirstTimestamp is not null) errors.Invalid("firstTimestamp", "", Unset);
        if (value.LastTimestamp is not null) errors.Invalid("lastTimestamp", "", Unset);
        if (value.Count != 0) errors.Invalid("count", "", Unset);
        if (value.Source is { } source && (source.Component.Length > 0 || source.Host.Length > 0)) errors.Invalid("source", "", Unset);
    }

    /// <summary>What the newer group lets nobody change of an event: all but how often it came again.</summary>
    public static void ValidateChange(Event value, Event old, FieldErrors errors)
    {
        Validate(value, errors, "reportingController");
        if (!Structural.Equal(value.Series, old.Series)) Series(value, errors);
        errors.Immutable("involvedObject", value.InvolvedObject, old.InvolvedObject);
        errors.Immutable("reason", value.Reason, old.Reason);
        errors.Immutable("message", value.Message, old.Message);
        errors.Immutable("source", value.Source, old.Source);
        errors.Immutable("firstTimestamp", value.FirstTimestamp, old.FirstTimestamp);
        errors.Immutable("lastTimestamp", value.LastTimestamp, old.LastTimestamp);
        errors.Immutable("count", value.Count, old.Count);
        errors.Immutable("reason", value.Reason, old.Reason);
        errors.Immutable("type", value.Type, old.Type);
        errors.Immutable("eventTime", value.EventTime, old.EventTime);
        errors.Immutable("action", value.Action, old.Action);
        errors.Immutable("related", value.Related, old.Related);
        errors.Immutable("reportingController", value.ReportingComponent, old.ReportingComponent);
        errors.Immutable("reportingInstance", value.ReportingInstance, old.ReportingInstance);
    }

    private static void Series(Event value, FieldErrors errors)
    {
        if (value.Series is not { } series) return;
        if (series.Count < 2) errors.Invalid("series.count", "", "should be at least 2");
        if (series.LastObservedTime is null) errors.Required("series.lastObservedTime");
    }
}
