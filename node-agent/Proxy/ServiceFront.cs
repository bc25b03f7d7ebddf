using System.Net;

namespace Orleans.Kube.NodeAgent.Proxy;

/// <summary>Where clients reach a service.</summary>
/// <param name="Address">The address; null for a port of the node at whatever address.</param>
/// <param name="Port">The port.</param>
public readonly record struct ServiceFront(IPAddress? Address, int Port);
