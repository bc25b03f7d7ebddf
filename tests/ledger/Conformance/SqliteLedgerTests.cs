namespace Orleans.Kube.Ledger.Tests;

public sealed class SqliteLedgerTests : LedgerConformance
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ledger-");

    protected override LedgerOptions Options =>
        new() { Store = LedgerStore.Sqlite, Location = Path.Combine(_folder.FullName, "ledger.db"), PollInterval = TimeSpan.FromMilliseconds(20) };

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
