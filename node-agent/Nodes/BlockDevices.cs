using System.Globalization;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Nodes;

/// <summary>The machine's block devices, out of <c>/proc/diskstats</c> (https://www.kernel.org/doc/html/latest/admin-guide/iostats.html).</summary>
public static class BlockDevices
{
    private const string File = "/proc/diskstats";
    private const long SectorBytes = 512;

    /// <summary>The names of the devices by <c>major:minor</c>.</summary>
    public static IReadOnlyDictionary<string, string> Names() => Fields(System.IO.File.ReadAllText(File)).ToDictionary(static f => $"{f[0]}:{f[1]}", static f => $"/dev/{f[2]}");

    /// <summary>What whole devices have read and written; those that never did are left out.</summary>
    /// <param name="diskStats">The file's text.</param>
    /// <param name="isWhole">Whether a name is that of a whole device, and not of a part of one.</param>
    public static IReadOnlyList<DeviceUsage> Usage(string diskStats, Func<string, bool> isWhole) =>
    [
        .. Fields(diskStats).Where(f => isWhole(f[2])).Select(static f => new DeviceUsage($"/dev/{f[2]}", Number(f[5]) * SectorBytes, Number(f[3]), Number(f[9]) * SectorBytes, Number(f[7]))
        {
            Number = $"{f[0]}:{f[1]}", Work = f.Length < 14 ? null : new DeviceWork(Number(f[4]), Number(f[8]), Number(f[5]), Number(f[9]), Time(f[6]), Time(f[10]), Number(f[11]), Time(f[12]), Time(f[13])),
        }).Where(static d => d.Reads + d.Writes > 0),
    ];

    private static IEnumerable<string[]> Fields(string text) =>
        text.Split('\n').Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(static fields => fields.Length >= 10);

    private static TimeSpan Time(string milliseconds) => TimeSpan.FromMilliseconds(Number(milliseconds));

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
