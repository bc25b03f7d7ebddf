using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Nodes;

/// <summary>Reads from the kernel what this machine is and has.</summary>
public sealed class Machine
{
    public static string InternalIP(Uri server)
    {
        // The address from which the API server is reached, unless that is this machine: then its likeliest address: of an interface that is up
        // and leads out, else of one that is there, which at least the machine itself reaches.
        if (IPAddress.TryParse(server.Host, out var address) && !IPAddress.IsLoopback(address) && Route(address) is { } own) return own;
        return NetworkInterface.GetAllNetworkInterfaces()
            .Where(n => n.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .OrderByDescending(n => n.OperationalStatus == OperationalStatus.Up).ThenByDescending(n => n.GetIPProperties().GatewayAddresses.Count > 0)
            .SelectMany(n => n.GetIPProperties().UnicastAddresses)
            .Select(a => a.Address)
            .FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork)?.ToString() ?? "127.0.0.1";
    }

    /// <summary>What the machine is told from others by; empty where it has nothing of the kind.</summary>
    public static string Id => Line("/etc/machine-id");

    /// <summary>Which run of the machine this is.</summary>
    public static string Boot => Line("/proc/sys/kernel/random/boot_id");

    public static NodeSystemInfo Info(string runtimeVersion) => new()
    {
        MachineID = Id,
        SystemUUID = Line("/sys/class/dmi/id/product_uuid") is { Length: > 0 } uuid ? uuid : Line("/etc/machine-id"),
        BootID = Boot,
        KernelVersion = Line("/proc/sys/kernel/osrelease"),
        OsImage = OsName(),
        ContainerRuntimeVersion = runtimeVersion,
        KubeletVersion = NodeVersions.Kubelet,
        OperatingSystem = "linux",
        Architecture = NodeVersions.Architecture,
        Swap = MemoryInfo("SwapTotal") is > 0 and var swap ? new NodeSwapStatus { Capacity = swap } : null,
    };

    public static IReadOnlyDictionary<string, Quantity> Capacity(string dataFolder, int pods) => new SortedDictionary<string, Quantity>(HugePages.Read().ToDictionary(), StringComparer.Ordinal)
    {
        [ResourceName.Cpu] = Quantity.Of(System.Environment.ProcessorCount),
        [ResourceName.Memory] = Quantity.Of(MemoryInfo("MemTotal") >> 10, QuantityFormat.BinarySI) is var kib ? Quantity.Of(kib.Value << 10, QuantityFormat.BinarySI) : default,
        [ResourceName.EphemeralStorage] = Quantity.Of(new DriveInfo(dataFolder).TotalSize, QuantityFormat.BinarySI),
        [ResourceName.Pods] = Quantity.Of(pods),
    };

    /// <param name="dataFolder">Where the agent's data are.</param>
    /// <param name="imageFolder">Where images and containers are, or null where that is not known.</param>
    public static MachineReading Read(string dataFolder, string? imageFolder)
    {
        var disk = DiskReading.Of(dataFolder);
        var images = imageFolder is null ? (DiskReading?)null : DiskReading.Of(imageFolder);
        return new MachineReading(MemoryInfo("MemAvailable"), disk.Available, disk.Total, PidsInUse(), PidsAllowed())
        {
            MemoryTotal = MemoryTotal(), DiskUsed = disk.Used, InodesFree = disk.InodesFree, Inodes = disk.Inodes, Images = images, HasImageDisk = images is { } other && (other.Id, other.Total) != (disk.Id, disk.Total),
        };
    }

    private static string? Route(IPAddress to)
    {
        try
        {
            using var socket = new Socket(to.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(to, 443);
            return ((IPEndPoint)socket.LocalEndPoint!).Address.ToString();
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private static string OsName()
    {
        var line = File.Exists("/etc/os-release") ? File.ReadLines("/etc/os-release").FirstOrDefault(l => l.StartsWith("PRETTY_NAME=", StringComparison.Ordinal)) : null;
        return line?["PRETTY_NAME=".Length..].Trim('"') ?? "Linux";
    }

    /// <summary>When the machine started.</summary>
    public static DateTimeOffset BootTime() =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(File.ReadLines("/proc/stat").First(static l => l.StartsWith("btime ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture));

    /// <summary>Whether the kernel confines programs by AppArmor's profiles.</summary>
    public static bool HasAppArmor { get; } = Directory.Exists("/sys/kernel/security/apparmor") && Line("/sys/module/apparmor/parameters/enabled").StartsWith('Y');

    /// <summary>The machine's memory in bytes, whatever part of it this process may use.</summary>
    public static long MemoryTotal() => MemoryInfo("MemTotal");

    /// <summary>A figure of /proc/meminfo in bytes.</summary>
    private static long MemoryInfo(string name)
    {
        var line = File.ReadLines("/proc/meminfo").First(l => l.StartsWith(name + ":", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
    }

    private static long PidsInUse() => long.Parse(Line("/proc/loadavg").Split(' ')[3].Split('/')[1], CultureInfo.InvariantCulture);

    private static long PidsAllowed() =>
        new[] { "/proc/sys/kernel/pid_max", "/proc/sys/kernel/threads-max" }.Min(static file => long.Parse(Line(file), CultureInfo.InvariantCulture));

    private static string Line(string file) => File.Exists(file) ? File.ReadLines(file).FirstOrDefault()?.Trim() ?? "" : "";
}
