namespace Orleans.Kube.Ledger.Sql;

/// <summary>The signal of a database that announces nothing.</summary>
internal sealed class IntervalSignal(TimeProvider time) : IChangeSignal
{
    public Task WaitAsync(TimeSpan interval, CancellationToken cancellationToken) => Task.Delay(interval, time, cancellationToken);

    public ValueTask RestAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
