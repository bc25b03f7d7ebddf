namespace Orleans.Kube.Model.Views;

/// <summary>What happened to an object at one revision.</summary>
public enum ChangeKind
{
    Added,
    Modified,
    Deleted,
}

/// <summary>
/// One event of the change feed. <see cref="Object"/> is the state after it (for a deletion the last state, at the deletion's revision);
/// <see cref="Previous"/> the state before it, null when it was added or is not known to this reader.
/// </summary>
public sealed record ObjectChange(ChangeKind Kind, ApiObject Object, ApiObject? Previous)
{
    public long Revision => Object.Revision;

    public ObjectKey Key => Object.Key;
}
