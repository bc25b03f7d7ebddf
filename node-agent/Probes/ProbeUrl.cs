using System.Text;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Probes;

/// <summary>Where a probe or hook over HTTP leads. The path stays as it was written, but for what no address can carry. Pure.</summary>
public static class ProbeUrl
{
    private const string Allowed = "-_.~$&+,/:;=@!*'()";

    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>The address as people read it.</summary>
    public static string Text(HTTPGetAction get, Container container, string address)
    {
        var scheme = get.Scheme.Length > 0 ? get.Scheme.ToLowerInvariant() : "http";
        return $"{scheme}://{DialErrors.Address(get.Host.Length > 0 ? get.Host : address, Ports.Resolve(get.Port, container))}{Path(get.Path)}";
    }

    /// <summary>The address to ask: without what only concerns the one who reads the answer.</summary>
    /// <exception cref="UriFormatException">The host is none.</exception>
    public static Uri Of(string text) => new(text.Split('#')[0], AsWritten);

    private static string Path(string path)
    {
        if (path.StartsWith("//", StringComparison.Ordinal)) path = path.IndexOf('/', 2) is > 0 and var slash ? path[slash..] : "";
        var end = path.IndexOfAny(['?', '#']);
        var (way, rest) = end < 0 ? (path, "") : (path[..end], path[end..]);
        if (!IsEscaped(way)) return Rooted(Escape(path, Allowed));
        return Rooted(Escape(way, Allowed + "%")) + Escape(rest, Allowed + "%?#[]");

        static string Rooted(string way) => way.Length == 0 || way[0] == '/' ? way : $"/{way}";
    }

    /// <summary>Whether each percent sign begins an escaped byte.</summary>
    private static bool IsEscaped(string path)
    {
        for (var at = path.IndexOf('%'); at >= 0; at = path.IndexOf('%', at + 1))
            if (at + 2 >= path.Length || !char.IsAsciiHexDigit(path[at + 1]) || !char.IsAsciiHexDigit(path[at + 2])) return false;
        return true;
    }

    private static string Escape(string text, string allowed)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var one in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)one) || allowed.Contains((char)one, StringComparison.Ordinal)) escaped.Append((char)one);
            else escaped.Append($"%{one:X2}");
        }

        return escaped.ToString();
    }
}
