using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Silo.Bootstrap;

/// <summary>The namespaces that every cluster has.</summary>
internal static class DefaultNamespaces
{
    public static IEnumerable<KubeObject> All() => from name in (string[])["default", "kube-system", "kube-public", "kube-node-lease"]
        select new Namespace { ApiVersion = "v1", Kind = "Namespace", Metadata = new ObjectMeta { Name = name } };
}
