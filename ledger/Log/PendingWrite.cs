namespace Orleans.Kube.Ledger.Log;

/// <summary>
/// A write on its way, and the promise of its result. What the ledger's state does not decide is made here, by who writes: all others
/// wait for the thread that commits.
/// </summary>
internal sealed class PendingWrite : TaskCompletionSource<LedgerResult>
{
    /// <param name="write">What to write.</param>
    /// <param name="deadline">The timestamp after which it is no longer tried.</param>
    public PendingWrite(LedgerWrite write, long deadline)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        (Write, Deadline) = (write, deadline);
        Key = StorageKey.Format(write.Object.Key);
        Content = StoredContent.Of(write.Object);
        _ = write.Object.Header;
    }

    public LedgerWrite Write { get; }

    public long Deadline { get; }

    /// <summary>The object's key as the database holds it.</summary>
    public string Key { get; }

    /// <summary>The JSON to store, without resourceVersion.</summary>
    public byte[] Content { get; }

    public static LedgerUnavailableException TooLate(Exception? cause = null) =>
        new("the database did not take the write in time", cause);

    public void Fail(Exception cause) => TrySetException(cause);
}
