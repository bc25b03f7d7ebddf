namespace Orleans.Kube.Controllers.BootstrapTokens;

/// <summary>What is to be written, and when to look again.</summary>
public sealed record BootstrapTokensPlan(IReadOnlyList<ObjectWrite> Writes, DateTimeOffset? Due);
