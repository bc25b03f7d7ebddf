using System.Net;
using System.Net.Sockets;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Routes;

/// <summary>Which machines' pods are reached through the overlay. Pure.</summary>
public static class PodRoutes
{
    private const string Simulated = "orleans-kube.io/simulated";

    /// <param name="nodes">The nodes of the cluster.</param>
    /// <param name="self">This node's name.</param>
    /// <param name="address">This machine's address: nodes that share it share its bridges.</param>
    public static IReadOnlyList<PodRoute> Of(IEnumerable<Node> nodes, string self, string address) =>
    [
        .. nodes.Where(n => n.Metadata.Name != self && !n.Metadata.Labels.ContainsKey(Simulated))
            .Select(static n => (n.Spec.PodCIDR, Machine: n.Status.Addresses.FirstOrDefault(static a => a.Type == NodeAddressType.InternalIP)?.Address))
            .Where(n => IsRange(n.PodCIDR) && n.Machine != address && IsAddress(n.Machine))
            .Select(static n => new PodRoute(n.PodCIDR, n.Machine!)).DistinctBy(static r => r.PodCidr).OrderBy(static r => r.PodCidr, StringComparer.Ordinal),
    ];

    private static bool IsRange(string text) => IPNetwork.TryParse(text, out var range) && range.BaseAddress.AddressFamily == AddressFamily.InterNetwork;

    private static bool IsAddress(string? text) => IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address);
}
