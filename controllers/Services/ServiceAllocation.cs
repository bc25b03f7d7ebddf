namespace Orleans.Kube.Controllers.Services;

/// <summary>What a service got, in the order of its request; or why nothing was reserved.</summary>
/// <param name="Refusals">The place of what was refused (-1: the address, otherwise the port) and why.</param>
public sealed record ServiceAllocation(string? Address, IReadOnlyList<int> Ports, IReadOnlyList<(int Place, string Value, string Why)> Refusals);
