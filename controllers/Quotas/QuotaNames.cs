using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;

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

    /// <summary>The resource whose objects a name counts; null for a name that means nothing.</summary>
    public static GroupResource? ResourceOf(string name)
    {
        if (name == CountOf(Resources.Events)) return null;
        if (name.StartsWith(CountPrefix, StringComparison.Ordinal)) return Resource(name[CountPrefix.Length..]);
        if (name is NodePorts or LoadBalancers) return Resources.Services;
        if (name == RequestsStorage || IsOfStorageClass(name)) return Resources.PersistentVolumeClaims;
        if (Plain.Contains(name)) return new GroupResource("", name);
        return IsOfPods(name) ? Resources.Pods : null;
    }

    /// <summary>The resource that a text such as <c>deployments.apps</c> means.</summary>
    public static GroupResource Resource(string text) =>
        text.IndexOf('.') is >= 0 and var dot ? new GroupResource(text[(dot + 1)..], text[..dot]) : new GroupResource("", text);

    private static bool IsOfStorageClass(string name) =>
        name.EndsWith(StorageClassMark + RequestsStorage, StringComparison.Ordinal) || name.EndsWith(StorageClassMark + Claims, StringComparison.Ordinal);

    private static bool IsOfPods(string name)
    {
        var isRequest = name.StartsWith(Requests, StringComparison.Ordinal);
        var amount = isRequest ? name[Requests.Length..] : name.StartsWith(Limits, StringComparison.Ordinal) ? name[Limits.Length..] : name;
        if (name == Pods || amount is ResourceName.Cpu or ResourceName.Memory or ResourceName.EphemeralStorage) return true;
        if (amount.StartsWith(HugePages, StringComparison.Ordinal)) return isRequest || amount == name;
        return isRequest && name.Contains('/', StringComparison.Ordinal) && !name.Contains("kubernetes.io/", StringComparison.Ordinal);
    }
}
