using System.Runtime.InteropServices;

namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>
/// A folder whose files change all at once: they live in a folder of their own to which the link <c>..data</c> points, and the visible
/// names are links through it. An update makes the new folder first and then replaces the one link.
/// </summary>
public static partial class AtomicFolder
{
    private const string DataLink = "..data";

    /// <summary>Makes the folder show exactly these files. Does nothing when it does already.</summary>
    public static void Write(string folder, IReadOnlyList<VolumeFile> files, DateTimeOffset now)
    {
        Directory.CreateDirectory(folder);
        var link = Path.Combine(folder, DataLink);
        var before = new DirectoryInfo(link).LinkTarget;
        if (before is not null && IsSame(Path.Combine(folder, before), files)) return;

        var name = $"..{now.UtcDateTime:yyyy_MM_dd_HH_mm_ss}.{Guid.NewGuid():N}"[..32];
        var target = Path.Combine(folder, name);
        Directory.CreateDirectory(target);
        foreach (var file in files) WriteFile(target, file);
        foreach (var top in files.Select(f => f.Path.Split('/')[0]).Distinct()) ShowThroughLink(folder, top);

        var temporary = Path.Combine(folder, "..data_tmp");
        File.Delete(temporary);
        File.CreateSymbolicLink(temporary, name);
        // File.Move follows the link; the kernel's rename replaces it in one step.
        if (Rename(temporary, link) != 0) throw new IOException($"cannot replace {link}: error {Marshal.GetLastPInvokeError()}");
        RemoveStale(folder, before, files);
    }

    private static void WriteFile(string root, VolumeFile file)
    {
        var path = Path.GetFullPath(Path.Combine(root, file.Path));
        if (!path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)) throw new IOException($"the path {file.Path} leaves the volume");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, file.Content);
        File.SetUnixFileMode(path, (UnixFileMode)(file.Mode & 0b111_111_111));
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
            && (int)File.GetUnixFileMode(path) == (f.Mode & 0b111_111_111));

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(string from, string to);
}
