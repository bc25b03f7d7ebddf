namespace Orleans.Kube.NodeAgent.Nodes;

/// <summary>What is mounted where.</summary>
public static class MountTable
{
    /// <summary>The device that a path is on, by the name of whatever is mounted there.</summary>
    public static string DeviceOf(string path) => DeviceOf(Path.GetFullPath(path), File.ReadAllText("/proc/self/mountinfo"));

    /// <summary>The same out of the text of <c>/proc/self/mountinfo</c>; empty where nothing is mounted. Pure.</summary>
    public static string DeviceOf(string path, string mounts)
    {
        var (device, length) = ("", -1);
        foreach (var line in mounts.Split('\n'))
        {
            var fields = line.Split(' ');
            var end = Array.IndexOf(fields, "-");
            if (end < 5 || end + 2 >= fields.Length) continue;
            var point = fields[4];
            // Of two at the same place the later one hides the other.
            if (point.Length >= length && (point == "/" || path == point || path.StartsWith(point + "/", StringComparison.Ordinal))) (device, length) = (fields[end + 2], point.Length);
        }

        return device;
    }
}
