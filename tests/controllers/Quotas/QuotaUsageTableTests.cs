using Orleans.Kube.Controllers.Quotas;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.Quotas;

/// <summary>What pods, services and claims use of quotas, as Kubernetes' own tests of its evaluators have it.</summary>
public sealed class QuotaUsageTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Containers (<c>c</c>), init containers (<c>i</c>), sidecars (<c>s</c>) and the overhead (<c>o</c>) as <c>kind resource=request/limit …</c>, apart by commas; the phase,
    /// or how many seconds ago a pod with a grace of 30 s was to be gone; and what is used beside <c>count/pods</c>.
    /// </summary>
    [Theory]
    [InlineData("i cpu=1m/2m", "Pending", "cpu=1m limits.cpu=2m pods=1 requests.cpu=1m")]
    [InlineData("c cpu=1m/2m", "Running", "cpu=1m limits.cpu=2m pods=1 requests.cpu=1m")]
    [InlineData("c memory=1Mi/2Mi", "Running", "limits.memory=2Mi memory=1Mi pods=1 requests.memory=1Mi")]
    [InlineData("c ephemeral-storage=32Mi/64Mi", "Running", "ephemeral-storage=32Mi limits.ephemeral-storage=64Mi pods=1 requests.ephemeral-storage=32Mi")]
    [InlineData("c hugepages-2Mi=104857600/104857600", "Running", "hugepages-2Mi=104857600 pods=1 requests.hugepages-2Mi=104857600")]
    [InlineData("c example.com/dongle=3/3", "Running", "pods=1 requests.example.com/dongle=3")]
    [InlineData("c", "Running", "pods=1")]
    [InlineData("c cpu=1/2", "Succeeded", "")]
    [InlineData("c cpu=1/2", "Failed", "")]
    [InlineData("c cpu=1/2", "0", "cpu=1 limits.cpu=2 pods=1 requests.cpu=1")]
    [InlineData("c cpu=1/2", "30", "cpu=1 limits.cpu=2 pods=1 requests.cpu=1")]
    [InlineData("c cpu=1/2", "31", "")]
    [InlineData("c cpu=1/2, o cpu=1", "Running", "cpu=2 limits.cpu=3 pods=1 requests.cpu=2")]
    [InlineData("i cpu=4/8, i cpu=1/2, c cpu=1/2, c cpu=1/3", "Running", "cpu=4 limits.cpu=8 pods=1 requests.cpu=4")]
    [InlineData("i cpu=1/2, c cpu=1/2, c cpu=2/3", "Running", "cpu=3 limits.cpu=5 pods=1 requests.cpu=3")]
    [InlineData("s cpu=1/1, i cpu=3/3, c cpu=1/1", "Running", "cpu=4 limits.cpu=4 pods=1 requests.cpu=4")]
    [InlineData("i cpu=3/3, s cpu=1/1, c cpu=1/1", "Running", "cpu=3 limits.cpu=3 pods=1 requests.cpu=3")]
    [InlineData("s cpu=2/2, s cpu=1/1, c cpu=1/1", "Running", "cpu=4 limits.cpu=4 pods=1 requests.cpu=4")]
    public void A_pod_uses_so_much(string containers, string state, string used)
    {
        var isLeaving = int.TryParse(state, out var ago);
        var parts = containers.Split(", ").Select(static text => text.Split(' ')).ToArray();
        var pod = new Pod
        {
            Metadata = new ObjectMeta { Name = "p", Namespace = "default", DeletionTimestamp = isLeaving ? Now.AddSeconds(-ago) : null, DeletionGracePeriodSeconds = isLeaving ? 30 : null },
            Spec = new PodSpec
            {
                Containers = [.. parts.Where(static p => p[0] == "c").Select(Container)],
                InitContainers = [.. parts.Where(static p => p[0] is "i" or "s").Select(static p => Container(p) with { RestartPolicy = p[0] == "s" ? "Always" : null })],
                Overhead = parts.Where(static p => p[0] == "o").SelectMany(static p => Amounts(p, 0)).ToDictionary(),
            },
            Status = new PodStatus { Phase = isLeaving ? "Running" : state },
        };
        Used(Resources.Pods, pod).ShouldBe(string.Join(' ', new[] { "count/pods=1", used }.Where(static t => t.Length > 0)));
    }

    /// <summary>The type of a service, its node ports (0: none yet), whether a load balancer needs such, and what is used beside <c>count/services</c>.</summary>
    [Theory]
    [InlineData("ClusterIP", "0", null, "services=1")]
    [InlineData("ExternalName", "", null, "services=1")]
    [InlineData("NodePort", "30000", null, "services=1 services.nodeports=1")]
    [InlineData("NodePort", "30000 30001", null, "services=1 services.nodeports=2")]
    [InlineData("LoadBalancer", "0", null, "services=1 services.loadbalancers=1 services.nodeports=1")]
    [InlineData("LoadBalancer", "0 0", true, "services=1 services.loadbalancers=1 services.nodeports=2")]
    [InlineData("LoadBalancer", "0 0", false, "services=1 services.loadbalancers=1 services.nodeports=0")]
    [InlineData("LoadBalancer", "30000 0", false, "services=1 services.loadbalancers=1 services.nodeports=1")]
    public void A_service_uses_so_much(string type, string ports, bool? allocates, string used)
    {
        var service = new Service
        {
            Metadata = new ObjectMeta { Name = "s", Namespace = "default" },
            Spec = new ServiceSpec
            {
                Type = type, AllocateLoadBalancerNodePorts = allocates,
                Ports = [.. ports.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static port => new ServicePort { Port = 80, NodePort = int.Parse(port) })],
            },
        };
        Used(Resources.Services, service).ShouldBe($"count/services=1 {used}");
    }

    /// <summary>The class of a claim, by its field or the older annotation, what it asks for and has been given, and what is used beside the counts.</summary>
    [Theory]
    [InlineData("", "", "10Gi", null, "requests.storage=10Gi")]
    [InlineData("gold", "", "10Gi", null, "gold.storageclass.storage.k8s.io/persistentvolumeclaims=1 gold.storageclass.storage.k8s.io/requests.storage=10Gi requests.storage=10Gi")]
    [InlineData("", "gold", "10Gi", null, "gold.storageclass.storage.k8s.io/persistentvolumeclaims=1 gold.storageclass.storage.k8s.io/requests.storage=10Gi requests.storage=10Gi")]
    [InlineData("", "", "10Gi", "20Gi", "requests.storage=20Gi")]
    [InlineData("", "", "10Gi", "5Gi", "requests.storage=10Gi")]
    public void A_claim_uses_so_much(string @class, string annotated, string asked, string? given, string used)
    {
        var claim = new PersistentVolumeClaim
        {
            Metadata = new ObjectMeta { Name = "c", Namespace = "default", Annotations = annotated.Length == 0 ? Make.Labels() : Make.Labels($"volume.beta.kubernetes.io/storage-class={annotated}") },
            Spec = new PersistentVolumeClaimSpec { StorageClassName = @class.Length == 0 ? null : @class, Resources = new() { Requests = Storage(asked) } },
            Status = new PersistentVolumeClaimStatus { AllocatedResources = given is null ? Storage() : Storage(given) },
        };
        string.Join(' ', Used(Resources.PersistentVolumeClaims, claim).Split(' ').Except(["count/persistentvolumeclaims=1", "persistentvolumeclaims=1"])).ShouldBe(used);
    }

    private static string Used(GroupResource resource, KubeObject content) => string.Join(' ', QuotaUsage.Of(ApiObject.FromContent(new ObjectKey(resource, "default", content.Metadata.Name), content), Now)
        .OrderBy(static used => used.Key, StringComparer.Ordinal).Select(static used => $"{used.Key}={used.Value}"));

    private static Container Container(string[] parts) => new()
    {
        Name = "x", Resources = new ResourceRequirements { Requests = Amounts(parts, 0).ToDictionary(), Limits = Amounts(parts, 1).ToDictionary() },
    };

    private static IEnumerable<KeyValuePair<string, Quantity>> Amounts(string[] parts, int which) => parts.Skip(1)
        .Select(part => KeyValuePair.Create(part.Split('=')[0], Quantity.Parse(string.Join('=', part.Split('=')[1..]).Split('/')[which])));

    private static IReadOnlyDictionary<string, Quantity> Storage(params string[] amounts) => amounts.ToDictionary(static _ => "storage", static amount => Quantity.Parse(amount));
}
