namespace Orleans.Kube.Ledger.Tests;

public sealed class PostgreSqlFailureTests : FailureConformance<PostgreSqlStore>;
