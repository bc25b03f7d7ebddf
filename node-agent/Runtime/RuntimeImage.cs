namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>An image on the machine.</summary>
/// <param name="Id">The digest of its configuration.</param>
/// <param name="Names">The tags and digests that name it.</param>
/// <param name="Size">In bytes.</param>
/// <param name="User">The user that it wants to run as; empty is root.</param>
public sealed record RuntimeImage(string Id, IReadOnlyList<string> Names, long Size, string User = "")
{
    /// <summary>How a container status names it: by the registry's digest where there is one.</summary>
    public string Reference => Names.FirstOrDefault(n => n.Contains('@', StringComparison.Ordinal)) is { } digest ? $"docker-pullable://{digest}" : $"docker://{Id}";
}
