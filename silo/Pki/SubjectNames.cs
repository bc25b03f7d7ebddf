using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Orleans.Kube.Silo.Pki;

/// <summary>The names and addresses under which the API server can be reached.</summary>
public sealed record SubjectNames(IReadOnlyList<string> DnsNames, IReadOnlyList<IPAddress> Addresses)
{
    /// <summary>What this machine is called and which addresses it has, beside the names of the <c>kubernetes</c> service.</summary>
    public static SubjectNames OfThisMachine(IPAddress serviceAddress, IEnumerable<string> extra)
    {
        List<string> names =
        [
            "localhost", Environment.MachineName, "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local",
        ];
        List<IPAddress> addresses = [IPAddress.Loopback, IPAddress.IPv6Loopback, serviceAddress, .. MachineAddresses()];
        foreach (var name in extra)
            if (IPAddress.TryParse(name, out var address)) addresses.Add(address);
            else names.Add(name);
        return new SubjectNames([.. names.Distinct(StringComparer.OrdinalIgnoreCase)], [.. addresses.Distinct()]);
    }

    /// <summary>
    /// The unicast addresses of this machine that others could dial, the likeliest first: IPv4 before IPv6, the interface that leads out before
    /// others, and those that are down last, which at least the machine's own pods reach. Loopback and link-local ones are left out.
    /// </summary>
    public static IEnumerable<IPAddress> MachineAddresses() =>
        from card in NetworkInterface.GetAllNetworkInterfaces()
        where card.NetworkInterfaceType != NetworkInterfaceType.Loopback
        let facts = card.GetIPProperties()
        from entry in facts.UnicastAddresses
        where !IPAddress.IsLoopback(entry.Address) && !entry.Address.IsIPv6LinkLocal
        orderby entry.Address.AddressFamily == AddressFamily.InterNetwork descending,
            card.OperationalStatus == OperationalStatus.Up descending, facts.GatewayAddresses.Count > 0 descending
        select entry.Address;
}
