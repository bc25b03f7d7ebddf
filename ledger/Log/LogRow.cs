using Orleans.Kube.Model;

namespace Orleans.Kube.Ledger.Log;

/// <summary>A stored revision of one object, from the log or from the current state.</summary>
/// <param name="Object">The state, at its revision; for a deletion the last one.</param>
/// <param name="Previous">The object's revision before it: 0 when this created the object, null for a row of the current state.</param>
/// <param name="IsDeleted">Whether this revision removed the object.</param>
internal readonly record struct LogRow(ApiObject Object, long? Previous, bool IsDeleted)
{
    public long Revision => Object.Revision;

    public bool IsCreation => Previous == 0;
}
