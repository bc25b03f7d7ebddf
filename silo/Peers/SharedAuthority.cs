using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Pki;

namespace Orleans.Kube.Silo.Peers;

/// <summary>All silos of a cluster sign with one authority: a silo with another would hand out certificates and tokens that the rest refuses.</summary>
internal static class SharedAuthority
{
    private static readonly ObjectKey Published = new(Resources.ConfigMaps, "kube-system", "kube-root-ca.crt");

    /// <summary>Compares this silo's authority with the one that the cluster has published.</summary>
    /// <exception cref="IOException">They differ.</exception>
    public static void Require(IClusterState cluster, CertificateAuthority authority, string folder)
    {
        var published = cluster.Current.Find(Published)?.As<ConfigMap>().Data.GetValueOrDefault("ca.crt");
        if (published is null || published.Trim() == authority.Pem.Trim()) return;
        throw new IOException($"the certificates in {folder} are not those of this cluster: copy that folder from the silo that was started first");
    }
}
