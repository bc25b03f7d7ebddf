using System.Runtime.InteropServices;

namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>File systems in memory, and ownership of files: the calls that .NET has no names for.</summary>
internal static partial class Mounts
{
    private const int Detach = 2;
    private const uint KeepUser = uint.MaxValue;

    /// <summary>Whether a folder is a mount point.</summary>
    public static bool IsMounted(string folder) =>
        File.ReadLines("/proc/self/mountinfo").Any(line => line.Split(' ') is { Length: > 4 } parts && parts[4] == folder);

    public static void MountMemory(string folder, long? size)
    {
        if (IsMounted(folder)) return;
        if (Mount("tmpfs", folder, "tmpfs", 0, size is { } bytes ? $"size={bytes}" : null) != 0)
            throw new IOException($"cannot mount a file system in memory at {folder}: error {Marshal.GetLastPInvokeError()}");
    }

    /// <summary>Unmounts what is mounted at or below a folder, the innermost first.</summary>
    public static void UnmountAll(string folder)
    {
        var points = File.ReadLines("/proc/self/mountinfo").Select(line => line.Split(' ')[4])
            .Where(point => point == folder || point.StartsWith(folder + "/", StringComparison.Ordinal))
            .OrderByDescending(point => point.Length).ToList();
        foreach (var point in points)
            if (Unmount(point, Detach) != 0) throw new IOException($"cannot unmount {point}: error {Marshal.GetLastPInvokeError()}");
    }

    /// <summary>Gives a folder and all in it to a group that may read and write it, new files included.</summary>
    public static void GiveToGroup(string folder, uint group)
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Prepend(folder))
        {
            if (ChangeOwner(entry, KeepUser, group) != 0) throw new IOException($"cannot give {entry} to group {group}: error {Marshal.GetLastPInvokeError()}");
            if (new FileInfo(entry).LinkTarget is not null) continue;
            var isFolder = Directory.Exists(entry);
            var added = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | (isFolder ? UnixFileMode.GroupExecute | UnixFileMode.SetGroup : 0);
            File.SetUnixFileMode(entry, File.GetUnixFileMode(entry) | added);
        }
    }

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Mount(string source, string target, string type, ulong flags, string? data);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unmount(string target, int flags);

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);
}
