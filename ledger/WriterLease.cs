namespace Orleans.Kube.Ledger;

/// <summary>
/// The right to write, held by one process at a time. Each lease has a higher epoch than all before it, which every commit checks, so a
/// holder that lost its lease cannot commit, whatever it believes. Disposing gives the lease back.
/// </summary>
public sealed class WriterLease : IAsyncDisposable
{
    private readonly CancellationTokenSource _lost = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan? _duration;
    private readonly Func<WriterLease, ValueTask> _release;
    private long _renewed;

    internal WriterLease(long epoch, TimeSpan? duration, long renewed, TimeProvider time, Func<WriterLease, ValueTask> release) =>
        (Epoch, _duration, _renewed, _time, _release) = (epoch, duration, renewed, time, release);

    public long Epoch { get; }

    /// <summary>Cancelled when the lease is no longer held: another process took it, it was given back, or the ledger was closed.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Whether no other process can hold the lease at this moment.</summary>
    public bool IsValid =>
        !_lost.IsCancellationRequested && (_duration is not { } duration || _time.GetElapsedTime(Volatile.Read(ref _renewed)) < duration);

    public ValueTask DisposeAsync() => _release(this);

    /// <summary>Notes a renewal that was asked for at this timestamp.</summary>
    internal void Renewed(long timestamp) => Volatile.Write(ref _renewed, timestamp);

    /// <summary>Ends the lease. Who listens to <see cref="Lost"/> is called elsewhere, never on the thread that commits.</summary>
    internal void Lose() => _ = _lost.CancelAsync();
}
