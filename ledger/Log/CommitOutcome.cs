namespace Orleans.Kube.Ledger.Log;

/// <summary>The database's answer to a batch.</summary>
internal enum CommitOutcome
{
    Committed,

    /// <summary>The head or the epoch is not what the batch was built on. Nothing was written.</summary>
    Fenced,

    /// <summary>An object was not at the revision the batch was built on. Nothing was written.</summary>
    Mismatch,
}
