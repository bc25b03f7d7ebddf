using Orleans.Kube.Controllers;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Coordination;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains.Tests;

public sealed class Whom_a_change_wakes
{
    private static readonly WakeTarget Scheduler = WakeTarget.Scheduler("default-scheduler");

    [Fact]
    public async Task A_service_wakes_itself() =>
        (await WokenAsync([], Objects.Service("web"))).ShouldBe([Of(Resources.Services, "web")]);

    [Fact]
    public async Task An_unbound_pod_wakes_the_scheduler_and_the_services_that_select_it() =>
        (await WokenAsync([Objects.Service("web"), Objects.Service("db", "db")], Objects.Pod("web-1")))
            .ShouldBe([Of(Resources.Services, "web"), Scheduler], ignoreOrder: true);

    [Fact]
    public async Task A_pod_that_changes_its_labels_wakes_the_services_on_both_sides()
    {
        var before = Bound("web-1", "node-1");
        (await WokenAsync([Objects.Service("web"), Objects.Service("db", "db"), Ready("node-1")], before with { Metadata = before.Metadata with { Labels = Objects.Map(("app", "db")) } }, before))
            .ShouldBe([Of(Resources.Services, "web"), Of(Resources.Services, "db")], ignoreOrder: true);
    }

    [Fact]
    public async Task A_pod_wakes_its_controller_and_when_it_is_gone_also_that_ones_controller()
    {
        var deployment = Objects.Deployment("web") with { Metadata = new ObjectMeta { Name = "web", Namespace = "default", Uid = "d" } };
        var set = new ReplicaSet
        {
            ApiVersion = "apps/v1", Kind = "ReplicaSet",
            Metadata = new ObjectMeta { Name = "web-1", Namespace = "default", Uid = "r", OwnerReferences = [deployment.ControllerReference()] },
            Spec = new ReplicaSetSpec { Selector = new LabelSelector { MatchLabels = Objects.Map(("app", "web")) } },
        };
        var pod = Bound("web-1-x", "node-1");
        pod = pod with { Metadata = pod.Metadata with { OwnerReferences = [set.ControllerReference()] } };
        (await WokenAsync([deployment, set, Ready("node-1")], pod, pod)).ShouldBe([Of(Resources.ReplicaSets, "web-1")]);
        (await WokenAsync([deployment, set, Ready("node-1")], pod, pod, ChangeKind.Deleted))
            .ShouldBe([Of(Resources.ReplicaSets, "web-1"), Of(Resources.Deployments, "web"), Scheduler], ignoreOrder: true);
    }

    [Fact]
    public async Task A_pod_that_nobody_controls_wakes_the_replica_sets_that_may_adopt_it()
    {
        var set = new ReplicaSet
        {
            ApiVersion = "apps/v1", Kind = "ReplicaSet", Metadata = new ObjectMeta { Name = "web", Namespace = "default", Uid = "r" },
            Spec = new ReplicaSetSpec { Selector = new LabelSelector { MatchLabels = Objects.Map(("app", "web")) } },
        };
        (await WokenAsync([set, Ready("node-1")], Bound("stray", "node-1"))).ShouldBe([Of(Resources.ReplicaSets, "web")]);
    }

    [Fact]
    public async Task A_pod_on_a_lost_node_wakes_the_node_and_one_on_a_good_node_does_not()
    {
        (await WokenAsync([Objects.Node("lost")], Bound("web", "lost"))).ShouldBe([new WakeTarget(WakeKind.Reconciler, new ObjectKey(Resources.Nodes, "", "lost"))]);
        (await WokenAsync([Ready("good")], Bound("web", "good"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_renewed_lease_wakes_its_node_and_other_leases_nobody()
    {
        var lease = new Lease { ApiVersion = "coordination.k8s.io/v1", Kind = "Lease", Metadata = new ObjectMeta { Name = "node-1", Namespace = "kube-node-lease" } };
        var space = Objects.Namespace("kube-node-lease");
        (await WokenAsync([space, Objects.Namespace("default")], lease, lease)).ShouldBe([new WakeTarget(WakeKind.Reconciler, new ObjectKey(Resources.Nodes, "", "node-1"))]);
        (await WokenAsync([space, Objects.Namespace("default")], lease with { Metadata = lease.Metadata with { Namespace = "default" } })).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_heartbeat_of_a_node_leaves_the_scheduler_asleep()
    {
        var node = Ready("node-1");
        var beat = node with { Status = node.Status with { Conditions = [node.Status.Conditions[0] with { LastHeartbeatTime = DateTimeOffset.UnixEpoch }] } };
        (await WokenAsync([node], beat, node)).ShouldBe([new WakeTarget(WakeKind.Reconciler, new ObjectKey(Resources.Nodes, "", "node-1"))]);
        (await WokenAsync([node], node with { Spec = new NodeSpec { Unschedulable = true } }, node)).ShouldContain(Scheduler);
    }

    [Fact]
    public async Task A_pod_that_takes_less_of_its_node_than_before_wakes_the_scheduler()
    {
        Pod Using(string cpu, long generation = 2) => Bound("web", "good") with
        {
            Metadata = Bound("web", "good").Metadata with { Generation = generation },
            Status = new PodStatus
            {
                ContainerStatuses = [new ContainerStatus { Name = "main", Resources = new ResourceRequirements { Requests = new Dictionary<string, Quantity> { ["cpu"] = Quantity.Parse(cpu) } } }],
            },
        };

        (await WokenAsync([Ready("good")], Using("100m"), Using("200m"))).ShouldBe([Scheduler]);
        (await WokenAsync([Ready("good")], Using("200m"), Using("100m"))).ShouldBeEmpty();
        (await WokenAsync([Ready("good")], Using("100m", 1), Using("200m", 1))).ShouldBeEmpty("a pod that is as it was made was not resized");
    }

    [Fact]
    public async Task The_end_of_an_owner_wakes_the_collection_of_its_dependents()
    {
        var owner = Objects.ConfigMap("owner") with { Metadata = new ObjectMeta { Name = "owner", Namespace = "default", Uid = "o" } };
        var child = Objects.ConfigMap("child") with
        {
            Metadata = new ObjectMeta { Name = "child", Namespace = "default", OwnerReferences = [owner.ControllerReference()] },
        };
        var garbage = WakeTarget.Garbage(new OwnerKey(Cluster.Key(owner), "o"));
        (await WokenAsync([child], owner, owner, ChangeKind.Deleted)).ShouldBe([garbage]);
        (await WokenAsync([], child)).ShouldBe([garbage]);
        (await WokenAsync([owner], child)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_names_an_owner_of_a_kind_that_is_not_served_waits_for_that_kind()
    {
        var child = Objects.ConfigMap("child") with
        {
            Metadata = new ObjectMeta { Name = "child", Namespace = "default", OwnerReferences = [new OwnerReference { ApiVersion = "example.com/v1", Kind = "Widget", Name = "w", Uid = "w" }] },
        };
        var kind = new KindKey("example.com/v1", "Widget");
        (await WokenAsync([], child)).ShouldBe([WakeTarget.Awaiting(Cluster.Key(child), kind)]);
        (await WokenAsync([], child, null, ChangeKind.Deleted)).ShouldBeEmpty();

        var definition = new CustomResourceDefinition
        {
            ApiVersion = "apiextensions.k8s.io/v1", Kind = "CustomResourceDefinition", Metadata = new ObjectMeta { Name = "widgets.example.com" },
            Spec = new CustomResourceDefinitionSpec
            {
                Group = "example.com", Names = new CustomResourceDefinitionNames { Plural = "widgets", Kind = "Widget" },
                Versions = [new CustomResourceDefinitionVersion { Name = "v1", Served = true }, new CustomResourceDefinitionVersion { Name = "v0" }],
            },
        };
        var established = definition with { Status = new CustomResourceDefinitionStatus { Conditions = [new CustomResourceDefinitionCondition { Type = "Established", Status = "True" }] } };
        (await WokenAsync([child], established, definition)).Where(static t => t.Kind == WakeKind.AwaitedKind).ShouldBe([WakeTarget.Served(kind)]);
        (await WokenAsync([child], established, established)).ShouldNotContain(WakeTarget.Served(kind));
    }

    [Fact]
    public async Task A_token_that_is_gone_concerns_the_account_that_is_still_there()
    {
        var secret = new Secret
        {
            ApiVersion = "v1", Kind = "Secret", Type = "kubernetes.io/service-account-token",
            Metadata = new ObjectMeta { Name = "s", Namespace = "default", Annotations = Objects.Map(("kubernetes.io/service-account.name", "robot")) },
        };
        var account = new ServiceAccount { ApiVersion = "v1", Kind = "ServiceAccount", Metadata = new ObjectMeta { Name = "robot", Namespace = "default" } };
        (await WokenAsync([account], secret, secret, ChangeKind.Deleted)).ShouldContain(WakeTarget.TokenGone(Cluster.Key(account), "s"));
        (await WokenAsync([], secret, secret, ChangeKind.Deleted)).ShouldNotContain(WakeTarget.TokenGone(Cluster.Key(account), "s"));
        (await WokenAsync([account], secret)).ShouldContain(WakeTarget.Reconciler(Cluster.Key(account)));
    }

    [Fact]
    public async Task A_claim_that_goes_wakes_the_set_that_makes_claims_of_its_name()
    {
        var template = Objects.Deployment("db").Spec.Template;
        var set = new StatefulSet
        {
            ApiVersion = "apps/v1", Kind = "StatefulSet", Metadata = new ObjectMeta { Name = "db", Namespace = "default" },
            Spec = new StatefulSetSpec { Template = template, VolumeClaimTemplates = [new PersistentVolumeClaim { Metadata = new ObjectMeta { Name = "data" } }] },
        };
        (await WokenAsync([set], Claim("data-db-0"), null, ChangeKind.Deleted)).ShouldContain(Of(Resources.StatefulSets, "db"));
        (await WokenAsync([set], Claim("data-db-x"), null, ChangeKind.Deleted)).ShouldNotContain(Of(Resources.StatefulSets, "db"));
        (await WokenAsync([set], Claim("data-db-0"))).ShouldNotContain(Of(Resources.StatefulSets, "db"));

        static PersistentVolumeClaim Claim(string name) => new() { ApiVersion = "v1", Kind = "PersistentVolumeClaim", Metadata = new ObjectMeta { Name = name, Namespace = "default" } };
    }

    [Fact]
    public async Task What_changes_in_a_namespace_that_goes_wakes_the_namespace()
    {
        var going = Objects.Namespace("default") with { Metadata = new ObjectMeta { Name = "default", DeletionTimestamp = DateTimeOffset.UnixEpoch } };
        (await WokenAsync([going], Objects.ConfigMap("settings"), null, ChangeKind.Deleted))
            .ShouldBe([new WakeTarget(WakeKind.Reconciler, new ObjectKey(Resources.Namespaces, "", "default"))]);
    }

    private static WakeTarget Of(GroupResource resource, string name) => WakeTarget.Reconciler(new ObjectKey(resource, "default", name));

    private static Pod Bound(string name, string node)
    {
        var pod = Objects.Pod(name);
        return pod with { Spec = pod.Spec with { NodeName = node } };
    }

    private static Node Ready(string name) => Objects.Node(name) with
    {
        Status = new NodeStatus { Conditions = [new NodeCondition { Type = NodeConditionType.Ready, Status = "True" }] },
    };

    /// <summary>Whom the change wakes where these objects are stored.</summary>
    private static async Task<ISet<WakeTarget>> WokenAsync(KubeObject[] stored, KubeObject changed, KubeObject? before = null, ChangeKind? kind = null)
    {
        await using var cluster = await StoredAsync(stored);
        var view = cluster.Current;
        var change = new ObjectChange(
            kind ?? (before is null ? ChangeKind.Added : ChangeKind.Modified), ApiObject.FromContent(Cluster.Key(changed), changed),
            before is null ? null : ApiObject.FromContent(Cluster.Key(before), before));
        var targets = new HashSet<WakeTarget>();
        WakeRules.Collect(change, new WakeSituation(view, SelectorIndex.Of(view), ResourceRegistry.BuiltIn), targets);
        return targets;
    }

    private static async Task<TemporaryLedger> StoredAsync(KubeObject[] stored)
    {
        var ledger = await TemporaryLedger.OpenAsync();
        foreach (var item in stored) await ledger.StoreAsync(item);
        if (!stored.OfType<Namespace>().Any()) await ledger.StoreAsync(Objects.Namespace("default"));
        return ledger;
    }
}
