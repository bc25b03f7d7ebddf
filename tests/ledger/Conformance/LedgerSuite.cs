using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Kube.Ledger.Log;
using Orleans.Kube.Ledger.Sql;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Ledger.Tests;

/// <summary>A suite that every database must pass: its tests run on a new ledger in <typeparamref name="TStore"/>.</summary>
public abstract class LedgerSuite<TStore> : IAsyncLifetime where TStore : ITestStore, new()
{
    private readonly List<Ledger> _opened = [];

    protected TStore Store { get; } = new();

    protected LedgerOptions Options { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Options = await Store.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var ledger in _opened) await ledger.DisposeAsync();
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task<Ledger> OpenAsync(
        string holder = "one", Func<LedgerOptions, LedgerOptions>? change = null, ILoggerFactory? logging = null)
    {
        var options = Options with { Holder = holder };
        var ledger = await Ledger.OpenAsync(change?.Invoke(options) ?? options, TimeProvider.System, logging ?? NullLoggerFactory.Instance);
        _opened.Add(ledger);
        return ledger;
    }

    protected async Task<Ledger> OpenWriterAsync(Func<LedgerOptions, LedgerOptions>? change = null, ILoggerFactory? logging = null)
    {
        var ledger = await OpenAsync(change: change, logging: logging);
        (await ledger.TryAcquireLeaseAsync()).ShouldNotBeNull();
        return ledger;
    }

    protected async Task CloseAsync(Ledger ledger)
    {
        _opened.Remove(ledger);
        await ledger.DisposeAsync();
    }

    /// <summary>A connection to the database beside the ledger's own.</summary>
    private protected LogSession Connect() => new(SqlDialect.For(Options));

    protected static async Task<ApiObject> CommitAsync(Ledger ledger, LedgerWrite write) =>
        (await ledger.WriteAsync(write)).ShouldBeOfType<LedgerResult.Committed>().Object;

    protected static List<ObjectChange> ReadAll(IChangeCursor cursor)
    {
        List<ObjectChange> changes = [];
        while (cursor.TryRead(out var change)) changes.Add(change);
        return changes;
    }
}
