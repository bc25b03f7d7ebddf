namespace Orleans.Kube.Ledger.Sql;

/// <summary>Tells a follower that it is time to look at the log again.</summary>
internal interface IChangeSignal : IAsyncDisposable
{
    /// <summary>Completes when another process committed something, where the database says so, and in any case after the interval.</summary>
    Task WaitAsync(TimeSpan interval, CancellationToken cancellationToken);

    /// <summary>Nobody waits for some time: gives up what listening costs.</summary>
    ValueTask RestAsync();
}
