namespace Orleans.Kube.Ledger.Log;

/// <summary>The writes that wait for the next transaction.</summary>
internal sealed class WriteQueue
{
    private readonly object _gate = new();
    private readonly Queue<PendingWrite> _writes = new();
    private bool _isClosed;

    /// <returns>False after <see cref="Close"/>.</returns>
    public bool TryAdd(PendingWrite write)
    {
        lock (_gate)
        {
            if (_isClosed) return false;
            _writes.Enqueue(write);
            if (_writes.Count == 1) Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Takes what waits, up to the limits, blocking until there is something.</summary>
    /// <param name="batch">Receives the writes; when it holds some already, nothing is waited for.</param>
    /// <param name="maxWrites">How many writes the batch may have.</param>
    /// <param name="maxBytes">How many bytes they may have; the first write is taken whatever its size.</param>
    /// <returns>False when the queue is closed and empty.</returns>
    public bool Take(List<PendingWrite> batch, int maxWrites, int maxBytes)
    {
        lock (_gate)
        {
            while (_writes.Count == 0 && batch.Count == 0)
            {
                if (_isClosed) return false;
                Monitor.Wait(_gate);
            }

            var bytes = 0;
            foreach (var held in batch) bytes += held.Content.Length;
            while (batch.Count < maxWrites && _writes.TryPeek(out var next) && (batch.Count == 0 || bytes + next.Content.Length <= maxBytes))
            {
                bytes += next.Content.Length;
                batch.Add(_writes.Dequeue());
            }

            return true;
        }
    }

    /// <summary>Fails what has waited past its deadline.</summary>
    public void Expire(long now)
    {
        lock (_gate)
            while (_writes.TryPeek(out var oldest) && oldest.Deadline <= now) _writes.Dequeue().Fail(PendingWrite.TooLate());
    }

    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }
}
