namespace Orleans.Kube.Ledger;

/// <summary>The databases that can hold a ledger.</summary>
public enum LedgerStore
{
    Sqlite,
    PostgreSql,
}
