namespace Orleans.Kube.Ledger.Tests;

public sealed class SqliteWriteTests : WriteConformance<SqliteStore>;
