using System.Net.NetworkInformation;

namespace Orleans.Kube.NodeAgent.Routes;

/// <summary>
/// The overlay between the machines of a cluster: a VXLAN device whose neighbours are set, not learned. Pods keep their addresses on it; nothing
/// but UDP between the machines is asked of the network below.
/// </summary>
public sealed class Overlay(string machine, string podCidr)
{
    public const string Device = "okube.vxlan";

    /// <summary>What fits into a packet of 1500 bytes between machines with the overlay's own headers around it.</summary>
    public const int PacketBytes = 1450;

    private const int NetworkId = 4097;
    private const int Port = 8472;

    private readonly PodRoute _self = new(podCidr, machine);

    /// <summary>Makes the device where it is missing or was made for other addresses, and exactly these ways through it.</summary>
    /// <exception cref="NetworkCommandException">The machine refuses.</exception>
    public async Task ApplyAsync(IReadOnlyList<PodRoute> routes, CancellationToken cancellationToken)
    {
        if (IsThere() && !await IsOwnAsync(cancellationToken)) await RemoveAsync(cancellationToken);
        if (!IsThere())
        {
            await RunAsync("ip", $"link add {Device} address {_self.HardwareAddress} mtu {PacketBytes} type vxlan id {NetworkId} dstport {Port} local {machine} nolearning", cancellationToken);
            await RunAsync("ip", $"addr add {_self.Gateway}/32 dev {Device}", cancellationToken);
            await RunAsync("ip", $"link set {Device} up", cancellationToken);
        }

        foreach (var route in routes)
        {
            await RunAsync("ip", $"neigh replace {route.Gateway} lladdr {route.HardwareAddress} dev {Device} nud permanent", cancellationToken);
            await RunAsync("bridge", $"fdb replace {route.HardwareAddress} dev {Device} dst {route.Machine} self permanent", cancellationToken);
            await RunAsync("ip", $"route replace {route.PodCidr} via {route.Gateway} dev {Device} onlink", cancellationToken);
        }

        foreach (var stale in (await RunAsync("ip", $"route show dev {Device}", cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split(' ')[0]).Where(range => range.Contains('/') && routes.All(r => r.PodCidr != range)))
            await RunAsync("ip", $"route del {stale} dev {Device}", cancellationToken);
    }

    /// <summary>Removes the device, and with it all ways through it.</summary>
    public static async Task RemoveAsync(CancellationToken cancellationToken)
    {
        if (IsThere()) await RunAsync("ip", $"link del {Device}", cancellationToken);
    }

    /// <summary>Whether a device was made for this machine and its pods, and not when they had other addresses: packets would leave with those.</summary>
    /// <param name="link">What <c>ip -d -o link show</c> says of it.</param>
    /// <param name="addresses">What <c>ip -o -4 addr show</c> says of it, a line for each address.</param>
    internal bool IsOwn(string link, string addresses) =>
        $"{link} ".Contains($" link/ether {_self.HardwareAddress} ", StringComparison.Ordinal)
        && $"{link} ".Contains($" local {machine} ", StringComparison.Ordinal)
        && addresses.Split('\n', StringSplitOptions.RemoveEmptyEntries) is [var only] && only.Contains($" inet {_self.Gateway}/32 ", StringComparison.Ordinal);

    private async Task<bool> IsOwnAsync(CancellationToken cancellationToken) => IsOwn(
        await RunAsync("ip", $"-d -o link show dev {Device}", cancellationToken), await RunAsync("ip", $"-o -4 addr show dev {Device}", cancellationToken));

    private static bool IsThere() => NetworkInterface.GetAllNetworkInterfaces().Any(static i => i.Name == Device);

    private static Task<string> RunAsync(string program, string arguments, CancellationToken cancellationToken) =>
        NetworkCommand.RunAsync(program, arguments, cancellationToken: cancellationToken);
}
