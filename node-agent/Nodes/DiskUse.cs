using System.IO.Enumeration;

namespace Orleans.Kube.NodeAgent.Nodes;

/// <summary>How much something takes of a disk.</summary>
/// <param name="Bytes">What its files hold.</param>
/// <param name="Inodes">How many files and folders it has.</param>
public readonly record struct DiskUse(long Bytes, long Inodes)
{
    public static DiskUse operator +(DiskUse one, DiskUse other) => new(one.Bytes + other.Bytes, one.Inodes + other.Inodes);

    /// <summary>Both together.</summary>
    public static DiskUse Add(DiskUse one, DiskUse other) => one + other;

    /// <summary>A folder with all that is below it. Links are not followed; what goes meanwhile counts nothing.</summary>
    public static DiskUse Of(string folder) => Sum(folder, new(0, 1), "", isDeep: true);

    /// <summary>The files of a folder whose names begin so.</summary>
    public static DiskUse Of(string folder, string beginning) => Sum(folder, default, beginning, isDeep: false);

    private static DiskUse Sum(string folder, DiskUse own, string beginning, bool isDeep)
    {
        if (!Directory.Exists(folder)) return default;
        var items = new FileSystemEnumerable<long>(
            folder, static (ref FileSystemEntry item) => item.IsDirectory || IsLink(ref item) ? 0 : item.Length,
            new EnumerationOptions { RecurseSubdirectories = isDeep, AttributesToSkip = 0, IgnoreInaccessible = true })
        {
            ShouldIncludePredicate = (ref FileSystemEntry item) => item.FileName.StartsWith(beginning, StringComparison.Ordinal),
            ShouldRecursePredicate = static (ref FileSystemEntry item) => !IsLink(ref item),
        };
        return items.Aggregate(own, static (sum, bytes) => sum + new DiskUse(bytes, 1));
    }

    private static bool IsLink(ref FileSystemEntry item) => item.Attributes.HasFlag(FileAttributes.ReparsePoint);
}
