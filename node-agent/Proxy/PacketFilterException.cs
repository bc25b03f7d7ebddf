namespace Orleans.Kube.NodeAgent.Proxy;

/// <summary>The packet filter refused something, in its own words.</summary>
public sealed class PacketFilterException(string message) : Exception(message);
