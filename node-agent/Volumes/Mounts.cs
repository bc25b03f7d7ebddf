using System.Runtime.InteropServices;

namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>Mounts: the calls that .NET has no names for.</summary>
public static partial class Mounts
{
    private const int Detach = 2;
    private const ulong Bind = 0x1000;
    private const ulong Recursive = 0x4000;

    /// <summary>Whether a path is a mount point.</summary>
    public static bool IsMounted(string path) => Points().Contains(path);

    /// <summary>Mounts a file system in memory, unless one is mounted there.</summary>
    /// <param name="folder">Where; it exists.</param>
    /// <param name="size">How many bytes it takes; null for the kernel's half of the memory.</param>
    public static void MountMemory(string folder, long? size)
    {
        if (IsMounted(folder)) return;
        if (Mount("tmpfs", folder, "tmpfs", 0, size is { } bytes ? $"size={bytes}" : null) != 0)
            throw new IOException($"cannot mount a file system in memory at {folder}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>Mounts a file system of huge pages.</summary>
    /// <param name="folder">Where; it exists.</param>
    /// <param name="size">The size of a page in bytes; one that the machine's processor knows.</param>
    public static void MountHugePages(string folder, long size)
    {
        if (Mount("nodev", folder, "hugetlbfs", 0, $"pagesize={size}") != 0)
            throw new IOException($"cannot mount huge pages of {size} bytes at {folder}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>Shows one path, with what is mounted below it, at another, which exists and is of the same type.</summary>
    public static void MountBind(string source, string target)
    {
        if (Mount(source, target, "", Bind | Recursive, null) != 0) throw new IOException($"cannot mount {source} at {target}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>Unmounts what is mounted at or below a path, the innermost first.</summary>
    public static void UnmountAll(string path)
    {
        foreach (var point in Points().Where(p => p == path || p.StartsWith(path + "/", StringComparison.Ordinal)).Reverse().OrderByDescending(p => p.Length).ToList())
            if (Unmount(point, Detach) != 0) throw new IOException($"cannot unmount {point}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>Whether a device is mounted anywhere.</summary>
    /// <param name="device">Its number: <c>7:0</c>.</param>
    public static bool IsInUse(string device) => File.ReadLines("/proc/self/mountinfo").Any(line => line.Split(' ')[2] == device);

    private static IEnumerable<string> Points() => File.ReadLines("/proc/self/mountinfo").Select(line => Unescape(line.Split(' ')[4]));

    private static string Unescape(string path) => path.Contains('\\', StringComparison.Ordinal) ? path.Replace(@"\040", " ").Replace(@"\011", "\t").Replace(@"\134", @"\") : path;

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Mount(string source, string target, string type, ulong flags, string? data);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unmount(string target, int flags);
}
