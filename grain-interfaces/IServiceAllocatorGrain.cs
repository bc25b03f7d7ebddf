namespace Orleans.Kube.GrainInterfaces;

/// <summary>
/// Gives services their cluster IPs and node ports, each to one service at a time. One activation, key <see cref="Key"/>; it learns what is
/// taken from the stored services, so it has no state of its own to lose.
/// </summary>
public interface IServiceAllocatorGrain : IGrainWithStringKey
{
    const string Key = "cluster";

    /// <summary>
    /// Reserves what a service asks for. What it holds already is granted again. Refusals name the field (<see cref="ServiceGrant.Errors"/>),
    /// and then nothing is reserved.
    /// </summary>
    Task<ServiceGrant> ReserveAsync(ServiceClaim claim);

    /// <summary>After a service's write: it holds exactly this. Whatever else was reserved for it is free again.</summary>
    Task SettleAsync(ServiceHolding holding);
}

/// <summary>What a service wants.</summary>
/// <param name="Service">The service, <c>namespace/name</c>.</param>
/// <param name="ClusterIP">An address, empty for any, or null for none.</param>
/// <param name="NodePorts">A port each, 0 for any.</param>
/// <param name="DryRun">Answers as usual and reserves nothing.</param>
[GenerateSerializer, Immutable]
public sealed record ServiceClaim(
    [property: Id(0)] string Service,
    [property: Id(1)] string? ClusterIP,
    [property: Id(2)] IReadOnlyList<NodePortClaim> NodePorts,
    [property: Id(3)] bool DryRun);

/// <summary>A node port that a service wants; 0 for any. TCP and UDP may share a number.</summary>
/// <param name="Field">The path that a refusal names: <c>spec.ports[0].nodePort</c>.</param>
[GenerateSerializer, Immutable]
public sealed record NodePortClaim([property: Id(0)] string Field, [property: Id(1)] string Protocol, [property: Id(2)] int Port);

/// <summary>What a service got, in the order of the claim, or why not.</summary>
[GenerateSerializer, Immutable]
public sealed record ServiceGrant(
    [property: Id(0)] string? ClusterIP,
    [property: Id(1)] IReadOnlyList<int> NodePorts,
    [property: Id(2)] IReadOnlyList<ServiceRefusal> Errors);

/// <summary>A value that cannot be granted.</summary>
[GenerateSerializer, Immutable]
public sealed record ServiceRefusal([property: Id(0)] string Field, [property: Id(1)] string Value, [property: Id(2)] string Detail);

/// <summary>What a service holds after a write; nothing when it is gone.</summary>
[GenerateSerializer, Immutable]
public sealed record ServiceHolding(
    [property: Id(0)] string Service,
    [property: Id(1)] string? ClusterIP,
    [property: Id(2)] IReadOnlyList<NodePortClaim> NodePorts);
