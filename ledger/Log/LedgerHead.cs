namespace Orleans.Kube.Ledger.Log;

/// <summary>Where the stored ledger is.</summary>
/// <param name="Revision">The newest committed revision.</param>
/// <param name="Compacted">Log rows up to this revision may have been dropped.</param>
/// <param name="Epoch">The epoch of the last writer lease given out.</param>
internal readonly record struct LedgerHead(long Revision, long Compacted, long Epoch);
