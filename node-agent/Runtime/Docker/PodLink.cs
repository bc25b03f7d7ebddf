using System.Net;
using System.Runtime.InteropServices;
using Orleans.Kube.NodeAgent.Routes;

namespace Orleans.Kube.NodeAgent.Runtime.Docker;

/// <summary>
/// The pair of devices that joins a sandbox to the pods' bridge. The agent makes it: Docker's own way starts a dozen programs for every sandbox, for
/// a resolver that pods do not use. The kernel removes the pair with the sandbox.
/// </summary>
internal static partial class PodLink
{
    private const int NameOfSandbox = 12;

    /// <summary>The machine's end of the pair.</summary>
    public static string DeviceOf(string sandbox) => $"okv{sandbox[..NameOfSandbox]}";

    public static bool Exists(string sandbox) => InterfaceIndex(DeviceOf(sandbox)) != 0;

    /// <summary>Gives a running sandbox its device, address and route.</summary>
    /// <exception cref="NetworkCommandException">The machine refuses.</exception>
    public static async Task AttachAsync(string sandbox, int process, string bridge, string address, IPNetwork range, IPAddress gateway, CancellationToken cancellationToken)
    {
        var device = DeviceOf(sandbox);
        // The hardware address follows from the other, so that what neighbours remember stays true when an address is used again.
        await NetworkCommand.RunAsync("ip", "-batch -", $"""
            link add {device} mtu {Overlay.PacketBytes} type veth peer name eth0 address {PodRoute.HardwareAddressOf(address)} mtu {Overlay.PacketBytes} netns {process}
            link set {device} master {bridge} up

            """, cancellationToken);
        await NetworkCommand.RunAsync("nsenter", $"-t {process} -n ip -batch -", $"""
            link set eth0 addrgenmode none up
            addr add {address}/{range.PrefixLength} broadcast + dev eth0
            route add default via {gateway} dev eth0

            """, cancellationToken);
    }

    /// <summary>Joins the machine's end to a bridge that was made anew.</summary>
    public static Task RejoinAsync(string sandbox, string bridge, CancellationToken cancellationToken) =>
        NetworkCommand.RunAsync("ip", $"link set {DeviceOf(sandbox)} master {bridge} up", cancellationToken: cancellationToken);

    /// <summary>The devices that are joined to a bridge.</summary>
    public static async Task<IReadOnlySet<string>> OnAsync(string bridge, CancellationToken cancellationToken) =>
        (await NetworkCommand.RunAsync("ip", $"-o link show master {bridge}", cancellationToken: cancellationToken))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(' ')[1].Split('@')[0].TrimEnd(':')).ToHashSet();

    [LibraryImport("libc", EntryPoint = "if_nametoindex", StringMarshalling = StringMarshalling.Utf8)]
    private static partial uint InterfaceIndex(string name);
}
