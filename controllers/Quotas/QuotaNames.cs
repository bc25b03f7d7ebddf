using Orleans.Kube.Model;

namespace Orleans.Kube.Controllers.Quotas;

/// <summary>The names under which quotas bound resources, and whose objects each of them counts (https://kubernetes.io/docs/concepts/policy/resource-quotas/).</summary>
public static class QuotaNames
{
    public const string Pods = "pods";
    public const string Services = "services";
    public const string NodePorts = "services.nodeports";
    public const string LoadBalancers = "services.loadbalancers";
    public const string Claims = "persistentvolumeclaims";
    public const string RequestsStorage = "requests.storage";
    public const string Requests = "requests.";
    public const string Limits = "limits.";
    public const string HugePages = "hugepages-";

    private const string CountPrefix = "count/";
    private const string StorageClassMark = ".storageclass.storage.k8s.io/";

    // Resources that are also counted under their plain names.
    private static readonly HashSet<string> Plain = [Services, Claims, "configmaps", "secrets", "replicationcontrollers", "resourcequotas"];

    /// <summary>The name that counts the objects of a resource: <c>count/deployments.apps</c>.</summary>
    public static string CountOf(GroupResource resource) => CountPrefix + resource;

    /// <summary>The older name that counts the objects of a resource, or null where there is none.</summary>
    public static string? PlainOf(GroupResource resource) => resource.Group.Length == 0 && Plain.Contains(resource.Resource) ? resource.Resource : null;

    /// <summary>What claims of a storage class use is counted apart: <c>fast.storageclass.storage.k8s.io/requests.storage</c>.</summary>
    public static string OfStorageClass(string storageClass, string name) => storageClass + StorageClassMark + name;

    /// <summary>The resource whose objects a name counts.</summary>
    public static GroupResource ResourceOf(string name)
    {
        if (name.StartsWith(CountPrefix, StringComparison.Ordinal))
        {
            var resource = name[CountPrefix.Length..];
            var dot = resource.IndexOf('.');
            return dot < 0 ? new GroupResource("", resource) : new GroupResource(resource[(dot + 1)..], resource[..dot]);
        }

        if (name is NodePorts or LoadBalancers) return Resources.Services;
        if (name == RequestsStorage || name.Contains(StorageClassMark, StringComparison.Ordinal)) return Resources.PersistentVolumeClaims;
        return Plain.Contains(name) ? new GroupResource("", name) : Resources.Pods;
    }
}
