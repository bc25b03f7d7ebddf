namespace Orleans.Kube.Benchmarks;

/// <summary>A measured line of the table.</summary>
public sealed record BenchmarkRow(string Work, string Ours, string Peer, string Goal);
