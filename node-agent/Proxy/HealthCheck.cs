namespace Orleans.Kube.NodeAgent.Proxy;

/// <summary>What a load balancer is told of a service on its port for that.</summary>
/// <param name="Port">The node's port.</param>
/// <param name="Namespace">The service's namespace.</param>
/// <param name="Name">The service's name.</param>
/// <param name="LocalEndpoints">How many ready endpoints are on this node.</param>
public sealed record HealthCheck(int Port, string Namespace, string Name, int LocalEndpoints);
