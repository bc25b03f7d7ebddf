using System.Collections.Immutable;

namespace Orleans.Kube.NodeAgent.Proxy;

/// <summary>The chains of one table with their rules, in order. Rules are iptables-save's text without the <c>-A chain</c>.</summary>
public sealed record PacketTable(string Name, ImmutableSortedDictionary<string, ImmutableArray<string>> Chains);
