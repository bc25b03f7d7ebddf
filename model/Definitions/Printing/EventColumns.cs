using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Definitions;

/// <summary>The columns of events, whichever API they are read through.</summary>
internal static class EventColumns
{
    public static IReadOnlyList<TableColumn> Of(Func<KubeObject, Event> read) =>
    [
        new("Last Seen", "string", "How long ago it last happened.", (o, now) => LastSeen(read(o), now)),
        new("Type", "string", "Normal or Warning.", (o, _) => read(o).Type),
        new("Reason", "string", "Why, in one word.", (o, _) => read(o).Reason),
        new("Object", "string", "What it happened to.", (o, _) => Target(read(o).InvolvedObject)),
        new("Subobject", "string", "The part of it.", (o, _) => read(o).InvolvedObject.FieldPath, 1),
        new("Source", "string", "Who reported it.", (o, _) => Source(read(o)), 1),
        new("Message", "string", "What happened, for people.", (o, _) => read(o).Message.Trim()),
        new("First Seen", "string", "How long ago it first happened.", (o, now) => FirstSeen(read(o), now), 1),
        new("Count", "string", "How often it happened.", (o, _) => Count(read(o)), 1),
        TableColumn.ObjectName,
    ];

    private static string FirstSeen(Event value, DateTimeOffset now) => HumanDuration.Age(value.FirstTimestamp ?? value.EventTime?.Value, now);

    private static string LastSeen(Event value, DateTimeOffset now) =>
        value.Series is { } series ? HumanDuration.Age(series.LastObservedTime?.Value, now)
        : value.LastTimestamp is { } last ? HumanDuration.Age(last, now)
        : FirstSeen(value, now);

    private static int Count(Event value) => value.Series?.Count ?? value.Count.Or(1);

    private static string Target(ObjectReference target)
    {
        var kind = target.Kind.ToLowerInvariant();
        return target.Name.Length == 0 ? kind : $"{kind}/{target.Name}";
    }

    private static string Source(Event value)
    {
        var component = value.Source.Component.Or(value.ReportingComponent);
        var host = value.Source.Host.Or(value.ReportingInstance);
        return host.Length == 0 ? component : $"{component}, {host}";
    }
}
