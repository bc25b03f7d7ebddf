using System.Globalization;

namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>The processes of a container and what they have open.</summary>
/// <param name="Processes">How many processes.</param>
/// <param name="Descriptors">How many open files, sockets and the like.</param>
/// <param name="Sockets">How many of them are sockets.</param>
/// <param name="Limit">How many its first process may have open; -1 is any number, null is not known.</param>
public sealed record OpenFiles(int Processes, int Descriptors, int Sockets, long? Limit)
{
    private const string LimitLine = "Max open files";

    /// <summary>Looks at processes by their numbers. Those that end meanwhile have nothing open.</summary>
    /// <param name="processes">The numbers.</param>
    /// <param name="limits">The text of the first one's <c>/proc/PID/limits</c>.</param>
    public static OpenFiles Of(IReadOnlyCollection<string> processes, string limits)
    {
        var (descriptors, sockets) = (0, 0);
        foreach (var file in processes.SelectMany(In))
        {
            descriptors++;
            if (TargetOf(file).StartsWith("socket:", StringComparison.Ordinal)) sockets++;
        }

        return new OpenFiles(processes.Count, descriptors, sockets, LimitIn(limits));
    }

    /// <summary>The soft limit on open files. Pure.</summary>
    public static long? LimitIn(string limits)
    {
        var line = limits.Split('\n').FirstOrDefault(static l => l.StartsWith(LimitLine, StringComparison.Ordinal));
        return line?[LimitLine.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() switch
        {
            "unlimited" => -1,
            { } soft when long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) => limit,
            _ => null,
        };
    }

    private static IReadOnlyList<string> In(string process)
    {
        try
        {
            return Directory.GetFileSystemEntries($"/proc/{process}/fd");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string TargetOf(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: false)?.Name ?? "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
