using System.Text.RegularExpressions;

namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>The parts of an image's name.</summary>
public static partial class ImageName
{
    private const int LongestRepository = 255;

    /// <summary>Why a name is none, in the words of github.com/distribution/reference; null when it is one.</summary>
    public static string? Problem(string name)
    {
        var slash = name.IndexOf('/');
        var first = slash < 0 ? "" : name[..slash];
        var hasDomain = slash >= 0 && (first.Contains('.') || first.Contains(':') || first == "localhost" || first.Any(char.IsAsciiLetterUpper));
        var rest = hasDomain ? name[(slash + 1)..] : name;
        var path = rest.Split(':')[0];
        if (path.Any(char.IsAsciiLetterUpper)) return $"invalid reference format: repository name ({path}) must be lowercase";
        if (Reference().Match(hasDomain ? name : $"docker.io/{name}") is not { Success: true } match) return "invalid reference format";
        return match.Groups["path"].Length > LongestRepository ? $"repository name must not be more than {LongestRepository} characters" : null;
    }

    [GeneratedRegex(
        @"^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?/"
        + @"(?<path>[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Reference();

    /// <summary>The repository and the tag or digest; the tag is <c>latest</c> where the name has none.</summary>
    public static (string Repository, string Tag) Split(string name)
    {
        var at = name.IndexOf('@');
        if (at >= 0) return (name[..at], name[(at + 1)..]);
        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') ? (name[..colon], name[(colon + 1)..]) : (name, "latest");
    }

    /// <summary>The registry that a name leads to; <c>docker.io</c> where it names none.</summary>
    public static string Registry(string name)
    {
        var first = name.Split('/')[0];
        return name.Contains('/') && (first.Contains('.') || first.Contains(':') || first == "localhost") ? first : "docker.io";
    }
}
