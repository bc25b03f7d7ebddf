namespace Orleans.Kube.Ledger.Tests;

public sealed class PostgreSqlLedgerTests(SharedServer shared) : LedgerConformance
{
    private string _connectionString = "";

    protected override LedgerOptions Options => new() { Store = LedgerStore.PostgreSql, Location = _connectionString };

    public override async ValueTask InitializeAsync() => _connectionString = await (await shared.Server).CreateSchemaAsync();
}
