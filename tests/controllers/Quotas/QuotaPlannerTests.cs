using Orleans.Kube.Controllers.Quotas;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.Quotas;

public sealed class QuotaPlannerTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("count/deployments.apps", "deployments.apps")]
    [InlineData("count/pods", "pods")]
    [InlineData("configmaps", "configmaps")]
    [InlineData("services.nodeports", "services")]
    [InlineData("requests.storage", "persistentvolumeclaims")]
    [InlineData("fast.storageclass.storage.k8s.io/persistentvolumeclaims", "persistentvolumeclaims")]
    [InlineData("limits.memory", "pods")]
    [InlineData("requests.example.com/gpu", "pods")]
    public void A_name_counts_the_objects_of_a_resource(string name, string resource) => QuotaNames.ResourceOf(name)?.ToString().ShouldBe(resource);

    [Theory]
    [InlineData("count/events")]
    [InlineData("example.com/gpu")]
    [InlineData("limits.example.com/gpu")]
    [InlineData("limits.hugepages-2Mi")]
    [InlineData("requests.kubernetes.io/batteries")]
    [InlineData("fast.storageclass.storage.k8s.io/snapshots")]
    public void A_name_that_means_nothing_counts_nothing(string name) => QuotaNames.ResourceOf(name).ShouldBeNull();

    [Fact]
    public void What_is_used_of_a_kind_that_is_not_served_is_not_said_or_what_it_was()
    {
        const string Widgets = "count/widgets.example.com";
        var quota = new ResourceQuota { Spec = new ResourceQuotaSpec { Hard = new Dictionary<string, Quantity> { [Widgets] = Quantity.Of(2), ["pods"] = Quantity.Of(1), ["example.com/gpu"] = Quantity.Of(1) } } };
        bool IsServed(GroupResource resource) => resource == Resources.Pods;

        var status = QuotaPlanner.Status(quota, [], IsServed, Now).ShouldNotBeNull();
        (status.Hard.Count, status.Used.Keys).ShouldSatisfyAllConditions(s => s.Count.ShouldBe(3), s => s.Keys.ShouldBe(["pods"]));
        QuotaPlanner.Status(quota with { Status = status }, [], IsServed, Now).ShouldBeNull();

        status = QuotaPlanner.Status(quota with { Status = status }, [], static _ => true, Now).ShouldNotBeNull();
        status.Used.Keys.ShouldBe(["pods", Widgets]);
        QuotaPlanner.Status(quota with { Status = status }, [], IsServed, Now).ShouldBeNull();
    }

    [Fact]
    public void A_claim_uses_what_it_has_where_it_asks_for_less()
    {
        var claim = new PersistentVolumeClaim
        {
            Spec = new() { Resources = new() { Requests = new Dictionary<string, Quantity> { ["storage"] = Quantity.Parse("1Gi") } } },
            Status = new() { AllocatedResources = new Dictionary<string, Quantity> { ["storage"] = Quantity.Parse("3Gi") } },
        };
        QuotaUsage.Of(ApiObject.FromContent(new ObjectKey(Resources.PersistentVolumeClaims, "default", "c"), claim), Now)["requests.storage"].ToString().ShouldBe("3Gi");
    }

    [Fact]
    public void A_pod_uses_what_its_containers_and_its_start_need()
    {
        var pod = Pod(Container("a", ("cpu", "200m"), ("memory", "64Mi"), ("example.com/gpu", "1")), Container("b", ("cpu", "100m")));
        var usage = QuotaUsage.Of(Stored(pod with { Spec = pod.Spec with { InitContainers = [Container("init", ("cpu", "1"))] } }), Now);
        usage.ToDictionary(static u => u.Key, static u => u.Value.ToString()).ShouldBe(new Dictionary<string, string>
        {
            ["count/pods"] = "1", ["pods"] = "1", ["cpu"] = "1", ["requests.cpu"] = "1", ["memory"] = "64Mi", ["requests.memory"] = "64Mi",
            ["requests.example.com/gpu"] = "1",
        }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("BestEffort", true, false)]
    [InlineData("NotBestEffort", false, true)]
    [InlineData("Terminating", false, true)]
    [InlineData("NotTerminating", true, false)]
    [InlineData("PriorityClass", false, true)]
    public void A_scope_counts_some_pods_only(string scope, bool plain, bool other)
    {
        var spec = new ResourceQuotaSpec { Hard = new Dictionary<string, Quantity> { ["pods"] = Quantity.Of(5) }, Scopes = [scope] };
        var demanding = Pod(Container("a", ("cpu", "1")));
        demanding = demanding with { Spec = demanding.Spec with { ActiveDeadlineSeconds = 60, PriorityClassName = "high" } };
        QuotaScopes.Include(spec, Stored(Pod(Container("a")))).ShouldBe(plain);
        QuotaScopes.Include(spec, Stored(demanding)).ShouldBe(other);
    }

    [Theory]
    [InlineData("In", "high", true)]
    [InlineData("In", "", false)]
    [InlineData("NotIn", "", true)]
    [InlineData("NotIn", "high", false)]
    [InlineData("Exists", "low", true)]
    [InlineData("DoesNotExist", "", true)]
    public void A_priority_class_can_be_chosen(string @operator, string priorityClass, bool included)
    {
        var spec = new ResourceQuotaSpec
        {
            ScopeSelector = new ScopeSelector
            {
                MatchExpressions = [new ScopedResourceSelectorRequirement { ScopeName = "PriorityClass", Operator = @operator, Values = @operator.EndsWith("In", StringComparison.Ordinal) ? ["high"] : [] }],
            },
        };
        var pod = Pod(Container("a"));
        QuotaScopes.Include(spec, Stored(pod with { Spec = pod.Spec with { PriorityClassName = priorityClass } })).ShouldBe(included);
    }

    [Fact]
    public void A_status_that_is_right_is_not_written_again()
    {
        var quota = new ResourceQuota { Spec = new ResourceQuotaSpec { Hard = new Dictionary<string, Quantity> { ["pods"] = Quantity.Of(2), ["requests.cpu"] = Quantity.Of(1) } } };
        ApiObject[] pods = [Stored(Pod(Container("a", ("cpu", "300m"))))];
        var status = QuotaPlanner.Status(quota, pods, static _ => true, Now).ShouldNotBeNull();
        status.Used["requests.cpu"].ToString().ShouldBe("300m");
        QuotaPlanner.Status(quota with { Status = status }, pods, static _ => true, Now).ShouldBeNull();
    }

    private static ApiObject Stored(Pod pod) => ApiObject.FromContent(new ObjectKey(Resources.Pods, "default", "p"), pod);

    private static Pod Pod(params Container[] containers) => new()
    {
        ApiVersion = "v1", Kind = "Pod", Metadata = new ObjectMeta { Name = "p", Namespace = "default" }, Spec = new PodSpec { Containers = containers },
    };

    private static Container Container(string name, params (string Name, string Amount)[] requests) => new()
    {
        Name = name, Resources = new ResourceRequirements { Requests = requests.ToDictionary(static r => r.Name, static r => Quantity.Parse(r.Amount)) },
    };
}
