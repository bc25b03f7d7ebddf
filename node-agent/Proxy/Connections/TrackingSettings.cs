using System.Globalization;

namespace Orleans.Kube.NodeAgent.Proxy.Connections;

/// <summary>
/// How long and how many connections the kernel keeps track of, as kube-proxy sets it: one that is half closed for an hour, one that stands for a day, and 32768
/// for each processor. Where the kernel keeps more, or the machine does not let the number be changed, it stays.
/// </summary>
/// <param name="folder">The kernel's settings: <c>/proc/sys/net/netfilter</c>.</param>
/// <param name="logger">Told of what cannot be set.</param>
internal sealed partial class TrackingSettings(string folder, ILogger logger)
{
    public const string Folder = "/proc/sys/net/netfilter";

    private const int PerProcessor = 32 * 1024;
    private const int Fewest = 128 * 1024;

    public void Apply(int processors)
    {
        Set("nf_conntrack_max", Math.Max(PerProcessor * processors, Fewest), static (now, wanted) => now >= wanted);
        Set("nf_conntrack_tcp_timeout_established", (int)TimeSpan.FromDays(1).TotalSeconds, static (now, wanted) => now == wanted);
        Set("nf_conntrack_tcp_timeout_close_wait", (int)TimeSpan.FromHours(1).TotalSeconds, static (now, wanted) => now == wanted);
    }

    private void Set(string name, int wanted, Func<int, int, bool> isFine)
    {
        var path = Path.Combine(folder, name);
        try
        {
            if (int.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, out var now) && isFine(now, wanted)) return;
            File.WriteAllText(path, wanted.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogStays(name, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{name} stays as it is: {reason}")]
    private partial void LogStays(string name, string reason);
}
