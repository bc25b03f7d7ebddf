using Orleans.Kube.Model;

namespace Orleans.Kube.Ledger;

/// <summary>The outcome of a write that was decided.</summary>
public abstract record LedgerResult
{
    private LedgerResult()
    {
    }

    /// <summary>Durable, and visible in <see cref="Ledger.Current"/>. <paramref name="Object"/> is the content at its new revision.</summary>
    public sealed record Committed(ApiObject Object) : LedgerResult;

    /// <summary>Refused: the object was not at the expected revision. <paramref name="Current"/> is what is there, null for nothing.</summary>
    public sealed record Stale(ApiObject? Current) : LedgerResult;
}
