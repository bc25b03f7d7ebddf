namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>The parts of an image's name.</summary>
public static class ImageName
{
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
