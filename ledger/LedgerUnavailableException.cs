namespace Orleans.Kube.Ledger;

/// <summary>
/// The database did not answer in time. The write was not acknowledged and may still have taken effect: read the object again before
/// trying once more (HTTP 503 with Retry-After).
/// </summary>
public sealed class LedgerUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
