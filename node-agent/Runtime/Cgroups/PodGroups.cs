using System.Globalization;

namespace Orleans.Kube.NodeAgent.Runtime.Cgroups;

/// <summary>The control group that all containers of a pod are in, which bounds their processes together. Safe for concurrent use.</summary>
/// <param name="mounts">Where control groups are reached.</param>
/// <param name="processes">How many processes a pod may have.</param>
public sealed class PodGroups(CgroupMounts mounts, long processes)
{
    private const string Parent = "/orleans-kube";
    private const string Processes = "pids";

    /// <summary>Makes the pod's group ready.</summary>
    /// <param name="uid">The pod's uid.</param>
    /// <returns>Its path, or null where groups cannot be made from here.</returns>
    public string? Ensure(string uid)
    {
        var path = $"{Parent}/pod{uid}";
        if (mounts.FolderAt(path, Processes) is not { } folder) return null;
        try
        {
            Directory.CreateDirectory(folder);
            if (mounts.IsUnified) Delegate(Path.GetDirectoryName(folder)!);
            File.WriteAllText(Path.Combine(folder, "pids.max"), processes.ToString(CultureInfo.InvariantCulture));
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Removes the group of a pod that has no container any more. One that still has stays, and so does what no pod's is.</summary>
    public static void Remove(CgroupMounts mounts, string path)
    {
        if (!path.StartsWith($"{Parent}/pod", StringComparison.Ordinal)) return;
        foreach (var folder in mounts.FoldersAt(path).Where(Directory.Exists))
        {
            try
            {
                Directory.Delete(folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue;
            }
        }
    }

    /// <summary>In version 2 a group counts processes where the one above lets it.</summary>
    private static void Delegate(string parent)
    {
        foreach (var folder in new[] { Path.GetDirectoryName(parent)!, parent }) File.WriteAllText(Path.Combine(folder, "cgroup.subtree_control"), $"+{Processes}");
    }
}
