namespace Orleans.Kube.Ledger.Log;

/// <summary>
/// Decides an uncertain commit by reading the head back. The head is read under the same row lock that the commit took, so a commit that
/// the database still works on has ended before this is asked.
/// </summary>
internal static class CommitResolution
{
    /// <summary>The first rule that matches decides.</summary>
    public static CommitFate Decide(long first, long last, long epoch, LedgerHead actual)
    {
        // The lease moved on, and revisions after it are another writer's.
        if (actual.Epoch != epoch) return CommitFate.LeaseLost;

        // With the epoch unchanged only this writer moves the head, one batch at a time.
        if (actual.Revision == last) return CommitFate.Committed;
        if (actual.Revision == first - 1) return CommitFate.NotCommitted;
        return CommitFate.Diverged;
    }
}
