using Orleans.Kube.Model;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Silo.Watching;

/// <summary>What one watcher is told about one change: a type and the object that goes with it.</summary>
public readonly record struct WatchEvent(WatchEventType Type, ApiObject Object)
{
    /// <summary>
    /// The event for a watcher of a selection, or null when the change does not concern it. An object that starts to match is ADDED, one
    /// that ceases to match is DELETED in its last matching state, at the change's revision.
    /// </summary>
    public static WatchEvent? Of(ObjectChange change, ObjectSelection selection) => change.Kind switch
    {
        _ when selection.SelectsAll => new WatchEvent(TypeOf(change.Kind), change.Object),
        ChangeKind.Added => selection.Selects(change.Object) ? new WatchEvent(WatchEventType.Added, change.Object) : null,
        ChangeKind.Deleted => selection.Selects(change.Previous ?? change.Object) ? new WatchEvent(WatchEventType.Deleted, change.Object) : null,
        _ => OfModification(change, selection),
    };

    private static WatchEvent? OfModification(ObjectChange change, ObjectSelection selection)
    {
        var matches = selection.Selects(change.Object);
        var matched = change.Previous is null ? matches : selection.Selects(change.Previous);
        return (matched, matches) switch
        {
            (true, true) => new WatchEvent(WatchEventType.Modified, change.Object),
            (false, true) => new WatchEvent(WatchEventType.Added, change.Object),
            (true, false) => new WatchEvent(WatchEventType.Deleted, Revised.At(change.Previous!, change.Revision)),
            _ => null,
        };
    }

    private static WatchEventType TypeOf(ChangeKind kind) => kind switch
    {
        ChangeKind.Added => WatchEventType.Added,
        ChangeKind.Modified => WatchEventType.Modified,
        _ => WatchEventType.Deleted,
    };
}

/// <summary>The types of events that carry an object of the watched resource.</summary>
public enum WatchEventType
{
    Added,
    Modified,
    Deleted,
}
