namespace Orleans.Kube.NodeAgent.Eviction;

/// <summary>How much folders hold.</summary>
internal static class FolderSize
{
    private static readonly EnumerationOptions All = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    /// <summary>The lengths of all files below a folder, in bytes; what goes meanwhile counts nothing.</summary>
    public static long Of(string folder)
    {
        if (!Directory.Exists(folder)) return 0;
        var sum = 0L;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", All))
        {
            try
            {
                sum += file.Length;
            }
            catch (FileNotFoundException)
            {
                // It has gone since it was listed.
            }
        }

        return sum;
    }
}
