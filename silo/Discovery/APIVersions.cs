using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Silo.Discovery;

/// <summary>The versions of the core group (<c>/api</c>).</summary>
public sealed record APIVersions : TypeMeta
{
    public APIVersions(IReadOnlyList<string> versions) => (Kind, Versions) = ("APIVersions", versions);

    public IReadOnlyList<string> Versions { get; }

    public IReadOnlyList<ServerAddressByClientCIDR> ServerAddressByClientCIDRs { get; } = [];
}
