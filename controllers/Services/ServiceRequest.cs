namespace Orleans.Kube.Controllers.Services;

/// <summary>What a service wants from <see cref="ServiceAllocations"/>.</summary>
/// <param name="Address">An address, empty for any, null for none.</param>
/// <param name="Ports">Protocol and number of each node port, 0 for any.</param>
public sealed record ServiceRequest(string? Address, IReadOnlyList<(string Protocol, int Port)> Ports);
