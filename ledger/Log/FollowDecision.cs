namespace Orleans.Kube.Ledger.Log;

/// <summary>What a reader does with a page of the log: the place where a missed change would be born, so a pure function.</summary>
/// <param name="Step">What to do.</param>
/// <param name="Revision">The revision the reader is at afterwards.</param>
internal readonly record struct FollowDecision(FollowStep Step, long Revision)
{
    /// <summary>The first rule that matches decides.</summary>
    /// <param name="position">The revision up to which the reader has everything.</param>
    /// <param name="head">Where the ledger was when the page was read.</param>
    /// <param name="rows">How many log rows came.</param>
    /// <param name="limit">How many were asked for.</param>
    /// <param name="lastRow">The revision of the last of them; 0 when none came.</param>
    public static FollowDecision Decide(long position, LedgerHead head, int rows, int limit, long lastRow)
    {
        // The database is older than what was already shown: it was restored from a copy.
        if (head.Revision < position) return new(FollowStep.Reload, head.Revision);

        // Nothing happened.
        if (head.Revision == position) return new(FollowStep.UpToDate, position);

        // Rows that this reader has not seen may have been dropped.
        if (head.Compacted > position) return new(FollowStep.Reload, head.Revision);

        // The page is full: what lies between its last row and the head comes with the next one.
        if (rows == limit && lastRow < head.Revision) return new(FollowStep.ApplyAndContinue, lastRow);

        // Revisions without a row are unlogged writes that a later state of the same object replaced.
        return new(FollowStep.Apply, head.Revision);
    }
}
