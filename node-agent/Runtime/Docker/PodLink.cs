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
            {Joined(device, bridge)}

            """, cancellationToken);
        await NetworkCommand.RunAsync("nsenter", $"-t {process} -n ip -batch -", $"""
            link set eth0 addrgenmode none up
            addr add {address}/{range.PrefixLength} broadcast + dev eth0
            route add default via {gateway} dev eth0

            """, cancellationToken);
    }

    /// <summary>Joins the machine's end to a bridge that was made anew.</summary>
    public static Task RejoinAsync(string sandbox, string bridge, CancellationToken cancellationToken) =>
        NetworkCommand.RunAsync("ip", "-batch -", Joined(DeviceOf(sandbox), bridge) + "\n", cancellationToken);

    /// <summary>Lets every device of a bridge send packets back to where they came from, those too that Docker joined to it.</summary>
    public static async Task ReflectAsync(string bridge, CancellationToken cancellationToken)
    {
        var devices = Devices(
            await NetworkCommand.RunAsync("ip", $"-d -o link show master {bridge}", cancellationToken: cancellationToken), static line => line.Contains(" hairpin off ", StringComparison.Ordinal)).ToList();
        if (devices.Count > 0) await NetworkCommand.RunAsync("ip", "-batch -", string.Concat(devices.Select(static d => Reflecting(d) + "\n")), cancellationToken);
    }

    /// <summary>The devices that are joined to a bridge.</summary>
    public static async Task<IReadOnlySet<string>> OnAsync(string bridge, CancellationToken cancellationToken) =>
        Devices(await NetworkCommand.RunAsync("ip", $"-o link show master {bridge}", cancellationToken: cancellationToken), static _ => true).ToHashSet();

    private static string Joined(string device, string bridge) => $"link set {device} master {bridge} up\n{Reflecting(device)}";

    // A pod that its own service leads back to itself: the bridge must not hold back what goes out where it came in.
    private static string Reflecting(string device) => $"link set {device} type bridge_slave hairpin on";

    private static IEnumerable<string> Devices(string lines, Func<string, bool> filter) =>
        lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(filter).Select(static line => line.Split(' ')[1].Split('@')[0].TrimEnd(':'));

    [LibraryImport("libc", EntryPoint = "if_nametoindex", StringMarshalling = StringMarshalling.Utf8)]
    private static partial uint InterfaceIndex(string name);
}
