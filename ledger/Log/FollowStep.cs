namespace Orleans.Kube.Ledger.Log;

/// <summary>What a reader does next with what it read.</summary>
internal enum FollowStep
{
    /// <summary>Nothing: it has everything.</summary>
    UpToDate,

    /// <summary>Apply the rows; it then has everything.</summary>
    Apply,

    /// <summary>Apply the rows up to the last of the log and read on.</summary>
    ApplyAndContinue,

    /// <summary>The rows do not lead on from where it is: load the current state afresh.</summary>
    Reload,
}
