using Orleans.Kube.Model;
using Orleans.Kube.Model.Definitions;

namespace Orleans.Kube.Grains.Writes;

/// <summary>Where Kubernetes keeps an object in its store: some of its messages name that.</summary>
public static class RegistryPath
{
    private static readonly Dictionary<string, string> Folders = new(StringComparer.Ordinal)
    {
        ["nodes"] = "minions",
        ["services"] = "services/specs",
        ["endpoints"] = "services/endpoints",
        ["replicationcontrollers"] = "controllers",
        ["ingresses.networking.k8s.io"] = "ingress",
        ["customresourcedefinitions.apiextensions.k8s.io"] = "apiextensions.k8s.io/customresourcedefinitions",
        ["apiservices.apiregistration.k8s.io"] = "apiregistration.k8s.io/apiservices",
    };

    /// <summary>The path: <c>/registry/pods/default/web</c>.</summary>
    public static string Of(ResourceDefinition definition, ObjectKey key)
    {
        var own = definition is CustomObjectDefinition ? $"{key.Resource.Group}/{key.Resource.Resource}" : key.Resource.Resource;
        var folder = Folders.GetValueOrDefault(key.Resource.ToString(), own);
        return key.Namespace.Length > 0 ? $"/registry/{folder}/{key.Namespace}/{key.Name}" : $"/registry/{folder}/{key.Name}";
    }
}
