namespace Orleans.Kube.Ledger.Log;

/// <summary>A write on its way, and the promise of its result.</summary>
/// <param name="write">What to write.</param>
/// <param name="deadline">The timestamp after which it is no longer tried.</param>
internal sealed class PendingWrite(LedgerWrite write, long deadline)
    : TaskCompletionSource<LedgerResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public LedgerWrite Write => write;

    public long Deadline => deadline;

    public int Size => write.Object.Json.Length;

    public static LedgerUnavailableException TooLate(Exception? cause = null) =>
        new("the database did not take the write in time", cause);

    public void Fail(Exception cause) => TrySetException(cause);
}
