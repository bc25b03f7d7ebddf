using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Kube.Ledger;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains.Tests;

/// <summary>A ledger in a temporary folder, with nothing around it.</summary>
public sealed class TemporaryLedger : IAsyncDisposable
{
    private readonly string _folder;
    private readonly WriterLease _lease;

    private TemporaryLedger(string folder, Ledger.Ledger ledger, WriterLease lease) => (_folder, Ledger, _lease) = (folder, ledger, lease);

    public Ledger.Ledger Ledger { get; }

    public IClusterView Current => Ledger.Current;

    public static async Task<TemporaryLedger> OpenAsync()
    {
        var folder = Directory.CreateTempSubdirectory("kube-grains-").FullName;
        var options = new LedgerOptions { Store = LedgerStore.Sqlite, Location = Path.Combine(folder, "ledger.db"), Durable = false };
        var ledger = await Kube.Ledger.Ledger.OpenAsync(options, TimeProvider.System, NullLoggerFactory.Instance);
        return new TemporaryLedger(folder, ledger, await ledger.TryAcquireLeaseAsync() ?? throw new InvalidOperationException("the ledger is not free"));
    }

    public async Task StoreAsync(KubeObject content) =>
        (await Ledger.WriteAsync(new LedgerWrite(ApiObject.FromContent(Cluster.Key(content), content), 0))).ShouldBeOfType<LedgerResult.Committed>();

    public async ValueTask DisposeAsync()
    {
        await _lease.DisposeAsync();
        await Ledger.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
