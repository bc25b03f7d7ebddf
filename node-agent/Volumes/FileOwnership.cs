using System.Runtime.InteropServices;

namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>Ownership of files as fsGroup asks for it.</summary>
internal static partial class FileOwnership
{
    private const uint Unchanged = uint.MaxValue;
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead;
    private const UnixFileMode ReadWrite = ReadOnly | UnixFileMode.UserWrite | UnixFileMode.GroupWrite;
    private const UnixFileMode Folder = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.SetGroup;

    /// <summary>Gives a folder and all in it to a group that may read it, and write it unless it is read-only; new files get the group too.</summary>
    public static void GiveAll(string folder, uint group, bool isReadOnly)
    {
        // Links are not followed: they may lead out of the volume.
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo && entry.LinkTarget is null) GiveAll(entry.FullName, group, isReadOnly);
            else Give(entry.FullName, entry.LinkTarget, group, isReadOnly);
        }

        Give(folder, null, group, isReadOnly);
    }

    /// <summary>The same as a pod's <c>fsGroupChangePolicy</c> asks for it.</summary>
    public static void GiveAll(string folder, uint group, string? policy, bool isReadOnly)
    {
        if (policy == "OnRootMismatch" && IsGiven(folder, group, isReadOnly)) return;
        GiveAll(folder, group, isReadOnly);
    }

    /// <summary>Whether a folder itself is as <see cref="GiveAll(string, uint, bool)"/> leaves it: then <c>fsGroupChangePolicy: OnRootMismatch</c> looks no further.</summary>
    public static bool IsGiven(string folder, uint group, bool isReadOnly)
    {
        var wanted = Folder | (isReadOnly ? ReadOnly : ReadWrite);
        return FileFacts.Find(folder)?.Group == group && (File.GetUnixFileMode(folder) & wanted) == wanted;
    }

    public static void Give(string path, string? linkTarget, uint group, bool isReadOnly)
    {
        Chown(path, null, group);
        if (linkTarget is not null) return;
        var added = (isReadOnly ? ReadOnly : ReadWrite) | (Directory.Exists(path) ? Folder : 0);
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | added);
    }

    public static void Chown(string path, uint? user, uint? group)
    {
        if (ChangeOwner(path, user ?? Unchanged, group ?? Unchanged) != 0) throw new IOException($"cannot change the owner of {path}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);
}
