namespace Orleans.Kube.Controllers.Services;

/// <summary>The addresses that services can get at the moment.</summary>
/// <param name="Ranges">The ranges they are in; those before are used up first.</param>
/// <param name="IsTaken">Whether something else than a service has an address.</param>
public sealed record ServiceAddresses(IReadOnlyList<ServiceRange> Ranges, Func<string, bool> IsTaken);
