using Orleans.Kube.Model;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Ledger.Log;

/// <summary>A write that passed its compare-and-set, with the revision it will have.</summary>
/// <param name="Write">The caller's write.</param>
/// <param name="Before">The state it replaces or removes.</param>
/// <param name="After">The state it makes (for a deletion: the last one), at its revision.</param>
internal sealed record BatchEntry(PendingWrite Write, ApiObject? Before, ApiObject After)
{
    public string Key => Write.Key;

    public byte[] Content => Write.Content;

    public bool IsDelete => Write.Write.Kind == WriteKind.Delete;

    /// <summary>Deletions are always logged: nothing else would tell a follower of them.</summary>
    public bool IsLogged => Write.Write.Logged || IsDelete;

    public long Previous => Before?.Revision ?? 0;

    public ObjectChange Change => new(IsDelete ? ChangeKind.Deleted : Before is null ? ChangeKind.Added : ChangeKind.Modified, After, Before);
}
