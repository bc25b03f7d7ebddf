using System.Runtime.InteropServices;

namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>
/// A folder whose files change all at once: they live in a folder of their own to which the link <c>..data</c> points, and the visible
/// names are links through it. An update makes the new folder first and then replaces the one link.
/// </summary>
public static partial class AtomicFolder
{
    private const string DataLink = "..data";
    private const int Permissions = 0b111_111_111;
    private const UnixFileMode Searchable = (UnixFileMode)0b111_101_101;

    /// <summary>Whether files were written to the folder before.</summary>
    public static bool IsWritten(string folder) => new DirectoryInfo(Path.Combine(folder, DataLink)).LinkTarget is not null;

    /// <summary>Makes the folder show exactly these files. Does nothing when it does already.</summary>
    /// <param name="folder">The volume.</param>
    /// <param name="files">What it shows.</param>
    /// <param name="group">The group that may read all of it, or null.</param>
    /// <param name="now">Part of the hidden folder's name.</param>
    public static void Write(string folder, IReadOnlyList<VolumeFile> files, uint? group, DateTimeOffset now)
    {
        if (!Directory.Exists(folder)) Directory.CreateDirectory(folder);
        if ((int)(File.GetUnixFileMode(folder) & (UnixFileMode)Permissions) != Permissions) File.SetUnixFileMode(folder, (UnixFileMode)Permissions);
        var link = Path.Combine(folder, DataLink);
        var before = new DirectoryInfo(link).LinkTarget;
        if (before is not null && IsSame(Path.Combine(folder, before), files)) return;

        var name = $"..{now.UtcDateTime:yyyy_MM_dd_HH_mm_ss}.{Guid.NewGuid():N}"[..32];
        var target = Path.Combine(folder, name);
        MakeFolder(target);
        foreach (var file in files) WriteFile(target, file);
        if (group is { } readers)
        {
            FileOwnership.Give(folder, null, readers, isReadOnly: true);
            FileOwnership.GiveAll(target, readers, isReadOnly: true);
        }

        foreach (var top in files.Select(f => f.Path.Split('/')[0]).Distinct()) ShowThroughLink(folder, top);

        var temporary = Path.Combine(folder, "..data_tmp");
        File.Delete(temporary);
        File.CreateSymbolicLink(temporary, name);
        // File.Move follows the link; the kernel's rename replaces it in one step.
        if (Rename(temporary, link) != 0) throw new IOException($"cannot replace {link}: error {Marshal.GetLastPInvokeError()}");
        RemoveStale(folder, before, files);
    }

    private static void MakeFolder(string path)
    {
        if (Directory.Exists(path)) return;
        MakeFolder(Path.GetDirectoryName(path)!);
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, Searchable);
    }

    private static void WriteFile(string root, VolumeFile file)
    {
        var path = Path.GetFullPath(Path.Combine(root, file.Path));
        if (!path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)) throw new IOException($"the path {file.Path} leaves the volume");
        MakeFolder(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, file.Content);
        File.SetUnixFileMode(path, (UnixFileMode)(file.Mode & Permissions));
        if (file.Owner is { } owner) FileOwnership.Chown(path, owner, null);
    }

    private static void ShowThroughLink(string folder, string top)
    {
        var visible = Path.Combine(folder, top);
        if (new FileInfo(visible).LinkTarget is null) File.CreateSymbolicLink(visible, Path.Combine(DataLink, top));
    }

    private static void RemoveStale(string folder, string? before, IReadOnlyList<VolumeFile> files)
    {
        var tops = files.Select(f => f.Path.Split('/')[0]).ToHashSet();
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
            if (entry.LinkTarget is not null && entry.Name != DataLink && !tops.Contains(entry.Name)) entry.Delete();
        if (before is not null && Directory.Exists(Path.Combine(folder, before))) Directory.Delete(Path.Combine(folder, before), recursive: true);
    }

    private static bool IsSame(string folder, IReadOnlyList<VolumeFile> files) =>
        Directory.Exists(folder)
        && Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Count() == files.Count
        && files.All(f => Path.Combine(folder, f.Path) is var path && File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(f.Content)
            && (int)(File.GetUnixFileMode(path) & (UnixFileMode)Permissions) == (f.Mode & Permissions));

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(string from, string to);
}
