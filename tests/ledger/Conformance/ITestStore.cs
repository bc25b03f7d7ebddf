namespace Orleans.Kube.Ledger.Tests;

/// <summary>A database of a test's own.</summary>
public interface ITestStore : IAsyncDisposable
{
    Task<LedgerOptions> CreateAsync();

    /// <summary>Keeps every other connection from writing until the result is disposed.</summary>
    Task<IAsyncDisposable> BlockAsync();
}
