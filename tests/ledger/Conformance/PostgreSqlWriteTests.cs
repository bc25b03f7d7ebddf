namespace Orleans.Kube.Ledger.Tests;

public sealed class PostgreSqlWriteTests : WriteConformance<PostgreSqlStore>;
