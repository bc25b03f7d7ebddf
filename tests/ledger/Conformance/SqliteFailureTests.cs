namespace Orleans.Kube.Ledger.Tests;

public sealed class SqliteFailureTests : FailureConformance<SqliteStore>;
