using Orleans.Kube.Controllers.Scheduling;
using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Quotas;

/// <summary>What one object uses of what quotas bound, by the quotas' names.</summary>
public static class QuotaUsage
{
    private static readonly Quantity One = Quantity.Of(1);

    /// <param name="item">The object.</param>
    /// <param name="now">Pods whose time to end has passed use nothing but their place in the store.</param>
    public static IReadOnlyDictionary<string, Quantity> Of(ApiObject item, DateTimeOffset now)
    {
        var resource = item.Key.Resource;
        var usage = new Dictionary<string, Quantity> { [QuotaNames.CountOf(resource)] = One };
        if (QuotaNames.PlainOf(resource) is { } plain) usage[plain] = One;
        if (resource == Resources.Pods) AddPod(usage, item.As<Pod>(), now);
        else if (resource == Resources.Services) AddService(usage, item.As<Service>());
        else if (resource == Resources.PersistentVolumeClaims) AddClaim(usage, item.As<PersistentVolumeClaim>());
        return usage;
    }

    /// <summary>The names under which a container's requests and limits are bounded.</summary>
    public static IEnumerable<string> NamesOf(Container container) =>
        container.Resources.Requests.Keys.SelectMany(RequestNames).Concat(container.Resources.Limits.Keys.SelectMany(LimitNames));

    private static void AddPod(Dictionary<string, Quantity> usage, Pod pod, DateTimeOffset now)
    {
        // Its grace is granted once more, as Kubernetes counts it.
        var isOver = pod.Metadata is { DeletionTimestamp: { } end, DeletionGracePeriodSeconds: { } grace } && now > end + TimeSpan.FromSeconds(grace);
        if (pod.IsFinished() || isOver) return;
        usage[QuotaNames.Pods] = One;
        Add(usage, PodRequests.HeldBy(pod), RequestNames, name => Any(pod, name, static c => c.Resources.Requests));
        Add(usage, PodRequests.LimitsHeldBy(pod), LimitNames, name => Any(pod, name, static c => c.Resources.Limits));
    }

    private static bool Any(Pod pod, string name, Func<Container, IReadOnlyDictionary<string, Quantity>> amounts) =>
        pod.Spec.Containers.Any(c => amounts(c).ContainsKey(name)) || pod.Spec.InitContainers.Any(c => amounts(c).ContainsKey(name))
        || pod.Spec.Overhead.ContainsKey(name);

    private static void Add(Dictionary<string, Quantity> usage, Amounts amounts, Func<string, IEnumerable<string>> names, Func<string, bool> isStated)
    {
        Put(ResourceName.Cpu, Quantity.OfMilli(amounts.MilliCpu));
        Put(ResourceName.Memory, Quantity.Of(amounts.Memory, QuantityFormat.BinarySI));
        Put(ResourceName.EphemeralStorage, Quantity.Of(amounts.Storage, QuantityFormat.BinarySI));
        foreach (var (name, amount) in amounts.Others) Put(name, Quantity.Of(amount));

        void Put(string name, Quantity amount)
        {
            if (!isStated(name)) return;
            foreach (var bounded in names(name)) usage[bounded] = amount;
        }
    }

    private static IEnumerable<string> RequestNames(string name)
    {
        if (IsCompute(name) || name.StartsWith(QuotaNames.HugePages, StringComparison.Ordinal)) return [name, QuotaNames.Requests + name];
        return name.Contains('/', StringComparison.Ordinal) ? [QuotaNames.Requests + name] : [];
    }

    private static IEnumerable<string> LimitNames(string name) => IsCompute(name) ? [QuotaNames.Limits + name] : [];

    private static bool IsCompute(string name) => name is ResourceName.Cpu or ResourceName.Memory or ResourceName.EphemeralStorage;

    private static void AddService(Dictionary<string, Quantity> usage, Service service)
    {
        var ports = service.Spec.Ports.Count;
        var balanced = service.Spec.Type == ServiceType.LoadBalancer;
        if (balanced) usage[QuotaNames.LoadBalancers] = One;
        if (service.Spec.Type == ServiceType.NodePort || (balanced && service.Spec.AllocateLoadBalancerNodePorts != false))
            usage[QuotaNames.NodePorts] = Quantity.Of(ports);
        else if (balanced)
            usage[QuotaNames.NodePorts] = Quantity.Of(service.Spec.Ports.Count(static p => p.NodePort != 0));
    }

    private static void AddClaim(Dictionary<string, Quantity> usage, PersistentVolumeClaim claim)
    {
        var storageClass = StorageClasses.Of(claim) ?? "";
        if (storageClass.Length > 0) usage[QuotaNames.OfStorageClass(storageClass, QuotaNames.Claims)] = One;
        if (!claim.Spec.Resources.Requests.TryGetValue(ResourceName.Storage, out var asked)) return;
        if (claim.Status.AllocatedResources.TryGetValue(ResourceName.Storage, out var allocated) && allocated > asked) asked = allocated;
        usage[QuotaNames.RequestsStorage] = asked;
        if (storageClass.Length > 0) usage[QuotaNames.OfStorageClass(storageClass, QuotaNames.RequestsStorage)] = asked;
    }
}
