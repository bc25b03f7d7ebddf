namespace Orleans.Kube.Ledger;

/// <summary>
/// This process does not hold the writer lease, or lost it before the write was decided. The write was not acknowledged; whether it took
/// effect shows in the ledger of the silo that holds the lease now.
/// </summary>
public sealed class LeaseLostException(string message) : Exception(message);
