namespace Orleans.Kube.NodeAgent.Runtime.Cgroups;

/// <summary>Where the kernel's control groups can be read, of either version. Immutable.</summary>
public sealed class CgroupMounts
{
    private readonly IReadOnlyList<(IReadOnlyList<string> Controllers, string Root, string Folder)> _mounts;

    private CgroupMounts(IReadOnlyList<(IReadOnlyList<string> Controllers, string Root, string Folder)> mounts) => _mounts = mounts;

    /// <summary>Whether all controllers are in the one hierarchy of version 2.</summary>
    public bool IsUnified => !_mounts.Any(static m => m.Controllers.Contains("memory"));

    /// <summary>Reads the text of a <c>/proc/PID/mountinfo</c> (https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html).</summary>
    public static CgroupMounts Parse(string mountInfo)
    {
        var found = new List<(IReadOnlyList<string>, string, string)>();
        foreach (var line in mountInfo.Split('\n'))
        {
            if (line.Split(" - ", 2) is not [var left, var right] || left.Split(' ') is not [_, _, _, var root, var folder, ..]) continue;
            switch (right.Split(' '))
            {
                case ["cgroup2", ..]: found.Add(([], root, folder)); break;
                case ["cgroup", _, var options, ..]: found.Add((options.Split(','), root, folder)); break;
            }
        }

        return new CgroupMounts(found);
    }

    /// <summary>The folder of a process's group, or null where it cannot be reached from here.</summary>
    /// <param name="groups">The text of the process's <c>/proc/PID/cgroup</c>.</param>
    /// <param name="controller">What is asked for; in version 2 it is the same folder for all.</param>
    public string? FolderOf(string groups, string controller)
    {
        foreach (var line in groups.Split('\n'))
        {
            if (line.Split(':', 3) is not [_, var controllers, var path]) continue;
            if (IsUnified ? controllers.Length > 0 : !controllers.Split(',').Contains(controller)) continue;
            foreach (var mount in _mounts)
                if (IsUnified ? mount.Controllers.Count == 0 : mount.Controllers.Contains(controller)) return Within(mount.Root, mount.Folder, path);
        }

        return null;
    }

    /// <summary>The folder of a group by its path from the root, or null where it cannot be reached from here.</summary>
    public string? FolderAt(string path, string controller) => FolderOf(IsUnified ? $"0::{path}" : $"1:{controller}:{path}", controller);

    /// <summary>The folders of a group in all hierarchies.</summary>
    public IEnumerable<string> FoldersAt(string path) => _mounts.Select(mount => Within(mount.Root, mount.Folder, path)).OfType<string>().Distinct();

    private static string? Within(string root, string folder, string path)
    {
        if (path.StartsWith("/..", StringComparison.Ordinal)) return null;
        if (root == "/") return folder + path.TrimEnd('/');
        return path == root ? folder : path.StartsWith(root + "/", StringComparison.Ordinal) ? folder + path[root.Length..] : null;
    }
}
