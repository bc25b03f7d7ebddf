namespace Orleans.Kube.Ledger.Log;

/// <summary>What became of a transaction whose commit got no answer.</summary>
internal enum CommitFate
{
    Committed,
    NotCommitted,

    /// <summary>Another writer has the ledger: whatever became of the batch, this process must not say.</summary>
    LeaseLost,

    /// <summary>The ledger is neither where the batch began nor where it ended: catch up before writing again.</summary>
    Diverged,
}
