using System.Net;

namespace Orleans.Kube.NodeAgent.Dns;

/// <summary>The DNS servers of this machine.</summary>
public static class Resolvers
{
    private const string Usual = "/etc/resolv.conf";
    private const string Resolved = "/run/systemd/resolve/resolv.conf";

    /// <summary>
    /// The file that names servers which pods reach too: not the one that leads to a server on the machine's loopback when systemd-resolved keeps
    /// the real ones beside it.
    /// </summary>
    public static string File() => System.IO.File.Exists(Resolved) && Servers(Usual) is { Count: > 0 } servers && servers.All(IPAddress.IsLoopback) ? Resolved : Usual;

    /// <summary>The servers that a file names, in its order.</summary>
    public static IReadOnlyList<IPAddress> Servers(string file) => System.IO.File.Exists(file)
        ? [.. Parse(System.IO.File.ReadAllText(file))]
        : [];

    internal static IEnumerable<IPAddress> Parse(string text) =>
        from line in text.Split('\n')
        let words = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)
        where words.Length > 1 && words[0] == "nameserver"
        let address = IPAddress.TryParse(words[1], out var parsed) ? parsed : null
        where address is not null
        select address;
}
