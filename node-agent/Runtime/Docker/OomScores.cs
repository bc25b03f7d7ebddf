using System.Globalization;

namespace Orleans.Kube.NodeAgent.Runtime.Docker;

/// <summary>
/// How low a process's OOM score may be set here. Without CAP_SYS_RESOURCE (in a nested machine, say) the kernel refuses scores below the
/// one that Docker itself has, and a container with such a score would not start.
/// </summary>
internal static class OomScores
{
    private const string Own = "/proc/self/oom_score_adj";

    private static readonly Lazy<int> Lowest = new(FindLowest);

    public static int Allowed(int wanted) => Math.Max(wanted, Lowest.Value);

    private static int FindLowest()
    {
        var current = File.ReadAllText(Own).Trim();
        try
        {
            File.WriteAllText(Own, "-1000");
            File.WriteAllText(Own, current);
            return -1000;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return int.Parse(current, CultureInfo.InvariantCulture);
        }
    }
}
