namespace Orleans.Kube.Ledger.Tests;

public sealed class PostgreSqlHistoryTests : HistoryConformance<PostgreSqlStore>;
