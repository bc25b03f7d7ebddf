namespace Orleans.Kube.Ledger.Tests;

public sealed class SqliteHistoryTests : HistoryConformance<SqliteStore>;
