using System.Globalization;

namespace Orleans.Kube.NodeAgent.Runtime.Docker;

/// <summary>
/// All that a privileged container can be given on this machine. Docker's own mode asks for every capability there is; where the machine itself has not got one (a
/// nested machine, say) such a container would not start, and gets what the machine has instead, as with containerd.
/// </summary>
/// <param name="Capabilities">The capabilities.</param>
/// <param name="Devices">The paths of the devices.</param>
internal sealed record MachinePrivileges(IReadOnlyList<string> Capabilities, IReadOnlyList<string> Devices)
{
    /// <summary>The host's /sys, which Docker mounts read-only otherwise.</summary>
    public const string SysFolder = "/sys";

    // Capabilities by their bits, as far as every Docker Engine knows them (linux/capability.h).
    private static readonly string[] Names =
    [
        "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "SETPCAP", "LINUX_IMMUTABLE", "NET_BIND_SERVICE", "NET_BROADCAST", "NET_ADMIN",
        "NET_RAW", "IPC_LOCK", "IPC_OWNER", "SYS_MODULE", "SYS_RAWIO", "SYS_CHROOT", "SYS_PTRACE", "SYS_PACCT", "SYS_ADMIN", "SYS_BOOT", "SYS_NICE", "SYS_RESOURCE", "SYS_TIME",
        "SYS_TTY_CONFIG", "MKNOD", "LEASE", "AUDIT_WRITE", "AUDIT_CONTROL", "SETFCAP", "MAC_OVERRIDE", "MAC_ADMIN", "SYSLOG", "WAKE_ALARM", "BLOCK_SUSPEND", "AUDIT_READ",
    ];

    // Docker makes these for every container.
    private static readonly string[] Common = ["console", "full", "null", "ptmx", "random", "tty", "urandom", "zero"];

    private static readonly Lazy<MachinePrivileges?> Found = new(static () => Of(File.ReadLines("/proc/self/status"), ReadDevices));

    /// <summary>What takes the place of Docker's privileged mode here; null where that works.</summary>
    public static MachinePrivileges? InPlaceOfAll => Found.Value;

    /// <param name="status">The lines of /proc/self/status.</param>
    /// <param name="devices">Lists the machine's devices.</param>
    public static MachinePrivileges? Of(IEnumerable<string> status, Func<IReadOnlyList<string>> devices)
    {
        const string field = "CapBnd:";
        var line = status.FirstOrDefault(static l => l.StartsWith(field, StringComparison.Ordinal));
        if (line is null || !ulong.TryParse(line.AsSpan(field.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bits)) return null;
        var held = Names.Where((_, bit) => (bits >> bit & 1) == 1).ToList();
        return held.Count == Names.Length ? null : new MachinePrivileges(held, devices());
    }

    private static List<string> ReadDevices()
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var kind in (string[])["/sys/dev/block", "/sys/dev/char"])
        {
            foreach (var folder in Directory.Exists(kind) ? Directory.EnumerateDirectories(kind) : [])
            {
                var events = Path.Combine(folder, "uevent");
                var name = File.Exists(events) ? File.ReadLines(events).FirstOrDefault(static l => l.StartsWith("DEVNAME=", StringComparison.Ordinal)) : null;
                if (name?["DEVNAME=".Length..] is { } device && !Common.Contains(device) && File.Exists($"/dev/{device}")) found.Add($"/dev/{device}");
            }
        }

        return [.. found];
    }
}
