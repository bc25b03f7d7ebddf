namespace Orleans.Kube.Ledger.Log;

/// <summary>A ledger as it was read at once.</summary>
/// <param name="Head">Where it was.</param>
/// <param name="Floor">The revision after which <paramref name="Recent"/> is complete.</param>
/// <param name="Objects">The current state of every object, in no order.</param>
/// <param name="Recent">The newest part of the log.</param>
internal sealed record LoadedLedger(LedgerHead Head, long Floor, IReadOnlyList<LogRow> Objects, LogPage Recent);
