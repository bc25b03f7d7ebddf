namespace Orleans.Kube.Ledger.Log;

/// <summary>What one read of the log found, all from the same database snapshot.</summary>
/// <param name="Head">Where the ledger was.</param>
/// <param name="Logged">The log rows after the reader's position in order, at most as many as it asked for.</param>
/// <param name="Unlogged">The current states after that position that the log does not hold, in order.</param>
internal sealed record LogPage(LedgerHead Head, IReadOnlyList<LogRow> Logged, IReadOnlyList<LogRow> Unlogged);
