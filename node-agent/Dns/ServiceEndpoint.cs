using System.Net;

namespace Orleans.Kube.NodeAgent.Dns;

/// <summary>A ready endpoint of a service as names see it.</summary>
/// <param name="Name">Its hostname, or its address with dashes.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Ports">Its ports.</param>
public sealed record ServiceEndpoint(string Name, IPAddress Address, IReadOnlyList<NamedPort> Ports);
