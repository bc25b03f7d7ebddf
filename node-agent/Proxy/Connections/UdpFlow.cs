using System.Net;

namespace Orleans.Kube.NodeAgent.Proxy.Connections;

/// <summary>Datagrams that the kernel takes for one conversation.</summary>
/// <param name="Destination">Where the client sends them.</param>
/// <param name="Answers">Where answers come from: the destination, or an endpoint that took its place.</param>
/// <param name="Identity">What tells the flow from others, in the kernel's own form.</param>
public sealed record UdpFlow(IPEndPoint Destination, IPEndPoint Answers, ReadOnlyMemory<byte> Identity);
