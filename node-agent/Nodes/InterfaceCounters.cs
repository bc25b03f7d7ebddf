using System.Globalization;

namespace Orleans.Kube.NodeAgent.Nodes;

/// <summary>What has gone through a network interface since it is there.</summary>
/// <param name="Name">The interface.</param>
/// <param name="Received">What came in.</param>
/// <param name="Sent">What went out.</param>
public sealed record InterfaceCounters(string Name, InterfaceCounters.Traffic Received, InterfaceCounters.Traffic Sent)
{
    // The machine's ends of pods' and containers' links say nothing that those do not.
    private static readonly string[] Inner = ["lo", "veth", "docker", "okv"];

    /// <summary>The interfaces of the network that a process lives in; none when it has gone.</summary>
    public static IReadOnlyList<InterfaceCounters> OfProcess(int process)
    {
        try
        {
            return Parse(File.ReadAllText($"/proc/{process}/net/dev"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Reads the text of a <c>/proc/PID/net/dev</c>. Pure.</summary>
    public static IReadOnlyList<InterfaceCounters> Parse(string text) =>
        [.. text.Split('\n').Select(static line => line.Split(':', 2)).Where(static parts => parts.Length == 2).Select(static parts => Read(parts[0].Trim(), parts[1])).Where(static i => !Inner.Any(i.Name.StartsWith))];

    private static InterfaceCounters Read(string name, string figures)
    {
        long[] numbers = [.. figures.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static n => long.Parse(n, CultureInfo.InvariantCulture))];
        return new InterfaceCounters(name, new(numbers[0], numbers[1], numbers[2], numbers[3]), new(numbers[8], numbers[9], numbers[10], numbers[11]));
    }

    /// <summary>One direction.</summary>
    public readonly record struct Traffic(long Bytes, long Packets, long Errors, long Dropped);
}
