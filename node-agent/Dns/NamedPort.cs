namespace Orleans.Kube.NodeAgent.Dns;

/// <summary>A port as SRV records name it, both in lower case.</summary>
public sealed record NamedPort(string Name, string Protocol, ushort Number);
