using Orleans.Kube.Controllers.Revisions;
using Orleans.Kube.Controllers.StatefulSets;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.StatefulSets;

public class StatefulSetPlannerTests
{
    private readonly World _world = new();

    [Fact]
    public void Pods_start_one_after_the_other_each_when_the_one_before_is_ready()
    {
        Put();
        Reconcile();
        Names().ShouldBe(["db-0"]);
        Settle();
        Names().ShouldBe(["db-0"]);
        Start("db-0");
        Settle();
        Names().ShouldBe(["db-0", "db-1"]);

        var pod = Pod("db-0");
        (pod.Spec.Hostname, pod.Spec.Subdomain).ShouldBe(("db-0", "db"));
        pod.Metadata.Labels["apps.kubernetes.io/pod-index"].ShouldBe("0");
        _world.Events.ShouldContain(PlannedEvent.Normal("SuccessfulCreate", "create Pod db-0 in StatefulSet db successful"));
    }

    [Fact]
    public void Parallel_sets_start_and_stop_all_at_once()
    {
        Put(static spec => spec with { PodManagementPolicy = "Parallel" });
        Settle();
        Names().Count.ShouldBe(3);
        StartAll();
        Change(static spec => spec with { Replicas = 0 });

        Reconcile().Deletes.Count.ShouldBe(3);
    }

    [Fact]
    public void Scaling_down_takes_the_highest_ordinal_and_waits_for_it_to_go()
    {
        Bring();
        Change(static spec => spec with { Replicas = 1 });

        Reconcile().Deletes.ShouldHaveSingleItem().Key.Name.ShouldBe("db-2");
        Reconcile().Deletes.ShouldBeEmpty();
        _world.Remove(Resources.Pods, Pod("db-2"));
        Reconcile().Deletes.ShouldHaveSingleItem().Key.Name.ShouldBe("db-1");
    }

    [Fact]
    public void Scaling_down_halts_while_more_than_the_pod_that_would_go_is_unhealthy()
    {
        Bring();
        foreach (var name in (string[])["db-0", "db-2"]) _world.Put(Resources.Pods, Pod(name) with { Status = Pod(name).Status with { Conditions = [] } });
        Change(static spec => spec with { Replicas = 0 });

        Reconcile().Deletes.ShouldBeEmpty();
        Start("db-0");
        Reconcile().Deletes.ShouldHaveSingleItem().Key.Name.ShouldBe("db-2");
    }

    [Fact]
    public void A_rollout_goes_from_the_highest_ordinal_down_and_completes()
    {
        Bring();
        var before = Set().Status.CurrentRevision;
        Change(static spec => spec with { Template = Make.Template("app:2") });
        var order = new List<string>();
        for (var i = 0; i < 40 && Set().Status.CurrentRevision == before; i++)
        {
            order.AddRange(Reconcile().Deletes.Select(static d => d.Key.Name));
            StartAll();
        }

        order.ShouldBe(["db-2", "db-1", "db-0"]);
        Set().Status.CurrentRevision.ShouldBe(Set().Status.UpdateRevision);
        _world.List<ControllerRevision>(Resources.ControllerRevisions).Count.ShouldBe(2);
        Settle();
    }

    [Fact]
    public void Pods_below_the_partition_keep_and_regain_their_revision()
    {
        Bring();
        Change(static spec => spec with
        {
            Template = Make.Template("app:2"),
            UpdateStrategy = new() { Type = "RollingUpdate", RollingUpdate = new() { Partition = 2 } },
        });
        for (var i = 0; i < 20; i++)
        {
            Reconcile();
            StartAll();
        }

        Images().ShouldBe(["app:1", "app:1", "app:2"]);
        _world.Remove(Resources.Pods, Pod("db-1"));
        Settle();
        Images().ShouldBe(["app:1", "app:1", "app:2"]);
    }

    [Fact]
    public void A_broken_revision_stops_at_the_first_pod()
    {
        Bring();
        Change(static spec => spec with { Template = Make.Template("app:broken") });
        for (var i = 0; i < 10; i++)
        {
            Reconcile();
            foreach (var pod in Pods().Where(static p => p.IsDeleting())) _world.Remove(Resources.Pods, pod);
        }

        Images().ShouldBe(["app:1", "app:1", "app:broken"]);
    }

    [Fact]
    public void Going_back_to_an_earlier_template_raises_its_revision()
    {
        Bring();
        Change(static spec => spec with { Template = Make.Template("app:2") });
        Reconcile();
        Change(static spec => spec with { Template = Make.Template() });
        Reconcile();

        _world.List<ControllerRevision>(Resources.ControllerRevisions).Select(static r => r.Revision).Order().ShouldBe([2, 3]);
    }

    [Theory]
    [InlineData(-1, 3)]
    [InlineData(0, 1)]
    public void Revisions_without_pods_go_beyond_the_limit_and_all_stay_where_it_is_below_zero(int limit, int left)
    {
        Put(spec => spec with { Replicas = 0, RevisionHistoryLimit = limit });
        foreach (var image in (string[])["app:1", "app:2", "app:3"])
        {
            Change(spec => spec with { Template = Make.Template(image) });
            Settle();
        }

        _world.List<ControllerRevision>(Resources.ControllerRevisions).Count.ShouldBe(left);
    }

    [Fact]
    public void A_pod_that_waits_gets_back_a_claim_that_was_deleted_and_one_that_runs_does_not()
    {
        Put(static spec => spec with
        {
            Replicas = 2, PodManagementPolicy = "Parallel", VolumeClaimTemplates = [new PersistentVolumeClaim { Metadata = new ObjectMeta { Name = "data" } }],
        });
        Settle();
        Start("db-0");
        _world.Put(Resources.Pods, Pod("db-1") with { Status = Pod("db-1").Status with { Phase = PodPhase.Pending } });
        Settle();
        foreach (var claim in _world.List<PersistentVolumeClaim>(Resources.PersistentVolumeClaims)) _world.Remove(Resources.PersistentVolumeClaims, claim);

        Reconcile().Claims.Select(static claim => claim.Key.Name).ShouldBe(["data-db-1"]);
        Settle();
    }

    [Fact]
    public void A_pod_that_lost_the_label_with_its_name_gets_it_back()
    {
        Bring();
        var labels = Pod("db-1").Metadata.Labels.ToDictionary();
        labels["statefulset.kubernetes.io/pod-name"] = "other";
        _world.Put(Resources.Pods, Pod("db-1") with { Metadata = Pod("db-1").Metadata with { Labels = labels } });

        Reconcile().Patches.ShouldHaveSingleItem().Key.Name.ShouldBe("db-1");
        Pod("db-1").Metadata.Labels["statefulset.kubernetes.io/pod-name"].ShouldBe("db-1");
        _world.Events.ShouldContain(PlannedEvent.Normal("SuccessfulUpdate", "update Pod db-1 in StatefulSet db successful"));
        Settle();
    }

    [Fact]
    public void A_pod_waits_for_a_claim_of_its_name_that_is_being_deleted_and_that_is_told()
    {
        Put(static spec => spec with { Replicas = 1, VolumeClaimTemplates = [new PersistentVolumeClaim { Metadata = new ObjectMeta { Name = "data" } }] });
        _world.Put(Resources.PersistentVolumeClaims, new PersistentVolumeClaim
        {
            Metadata = new ObjectMeta { Name = "data-db-0", Namespace = "default", DeletionTimestamp = _world.Now, Finalizers = ["kubernetes.io/pvc-protection"] },
        });

        var plan = Reconcile();
        plan.Creates.ShouldBeEmpty();
        plan.Events.ShouldBe([PlannedEvent.Warning("FailedCreate", "create Pod db-0 in StatefulSet db failed error: pvc data-db-0 is being deleted")]);

        _world.Remove(Resources.PersistentVolumeClaims, _world.Get<PersistentVolumeClaim>(Resources.PersistentVolumeClaims, "data-db-0"));
        plan = Reconcile();
        (plan.Claims.Count, plan.Creates.Count).ShouldBe((1, 1));
    }

    [Fact]
    public void Claims_come_before_the_pod_and_go_as_the_policy_says()
    {
        Put(static spec => spec with
        {
            Replicas = 2, PodManagementPolicy = "Parallel",
            VolumeClaimTemplates = [new PersistentVolumeClaim { Metadata = new ObjectMeta { Name = "data" } }],
            PersistentVolumeClaimRetentionPolicy = new() { WhenDeleted = "Delete", WhenScaled = "Delete" },
        });
        var plan = Reconcile();
        plan.Claims.Select(static c => c.Key.Name).ShouldBe(["data-db-0", "data-db-1"]);
        Pod("db-1").Spec.Volumes.ShouldHaveSingleItem().PersistentVolumeClaim!.ClaimName.ShouldBe("data-db-1");
        StartAll();
        Settle();
        Owner("data-db-1").ShouldBe("StatefulSet");
        Change(static spec => spec with { Replicas = 1 });
        Reconcile();
        Owner("data-db-1").ShouldBe("Pod");
        Owner("data-db-0").ShouldBe("StatefulSet");
    }

    [Fact]
    public void Claims_have_the_labels_of_the_template_and_of_the_selector_whose_win()
    {
        Put(static spec => spec with { VolumeClaimTemplates = [new PersistentVolumeClaim { Metadata = new ObjectMeta { Name = "data", Labels = Make.Labels("app=other", "disk=ssd") } }] });
        Reconcile();

        _world.Get<PersistentVolumeClaim>(Resources.PersistentVolumeClaims, "data-db-0").Metadata.Labels.Select(static label => $"{label.Key}={label.Value}").Order(StringComparer.Ordinal)
            .ShouldBe(["app=web", "disk=ssd"]);
    }

    [Fact]
    public void A_claim_that_is_another_controllers_or_a_former_pods_is_left_alone()
    {
        OwnerReference external = new() { ApiVersion = "v1", Kind = "ConfigMap", Name = "c", Uid = "u1" };
        OwnerReference controller = external with { Controller = true };
        OwnerReference former = new() { ApiVersion = "v1", Kind = "Pod", Name = "db-2", Uid = "gone", Controller = true };
        Put(static spec => spec with { PodManagementPolicy = "Parallel", VolumeClaimTemplates = [new PersistentVolumeClaim { Metadata = new ObjectMeta { Name = "data" } }] });
        Reconcile();
        StartAll();
        Settle();
        foreach (var (claim, owner) in new[] { ("data-db-0", external), ("data-db-1", controller), ("data-db-2", former) }) SetOwners(claim, owner);

        Change(static spec => spec with { PersistentVolumeClaimRetentionPolicy = new() { WhenDeleted = "Delete", WhenScaled = "Delete" } });
        Settle();

        Owners("data-db-0").Select(static o => (o.Kind, o.Controller)).ShouldBe([("ConfigMap", null), ("StatefulSet", true)]);
        Owners("data-db-1").ShouldBe([controller]);
        Owners("data-db-2").ShouldBe([former]);

        SetOwners("data-db-0", Owners("data-db-0")[1] with { Controller = false });
        Settle();
        Owner("data-db-0").ShouldBe("StatefulSet");
        Owners("data-db-0")[0].Controller.ShouldBe(true);
        _world.Remove(Resources.Pods, Pod("db-2"));
        Reconcile();
        Pods().Select(static p => p.Metadata.Name).ShouldNotContain("db-2");
        SetOwners("data-db-2");
        Reconcile();
        Pods().Select(static p => p.Metadata.Name).ShouldContain("db-2");
    }

    [Fact]
    public void Pods_that_are_updated_on_deletion_come_back_as_the_new_revision()
    {
        Bring();
        Change(static spec => spec with { UpdateStrategy = new() { Type = "OnDelete" }, Template = spec.Template with { Spec = spec.Template.Spec with { Containers = [new Container { Name = "c", Image = "image:2" }] } } });
        Settle();
        _world.Remove(Resources.Pods, Pod("db-0"));

        Reconcile();

        Pod("db-0").Spec.Containers[0].Image.ShouldBe("image:2");
    }

    [Fact]
    public void A_failed_pod_is_replaced()
    {
        Bring();
        _world.Put(Resources.Pods, Pod("db-1").WithPhase(PodPhase.Failed));

        var plan = Reconcile();

        plan.Deletes.ShouldHaveSingleItem().Event.ShouldBe(PlannedEvent.Normal("SuccessfulDelete", "delete Pod db-1 in StatefulSet db successful"));
    }

    [Fact]
    public void Revisions_that_an_earlier_set_left_behind_are_adopted_and_used_again()
    {
        Bring();
        var left = _world.List<ControllerRevision>(Resources.ControllerRevisions).ShouldHaveSingleItem();
        left.Metadata.Labels[TemplateRevisions.StatefulHashLabel].ShouldBe(left.Metadata.Name["db-".Length..]);
        foreach (var pod in _world.List<Pod>(Resources.Pods)) _world.Put(Resources.Pods, pod with { Metadata = pod.Metadata with { OwnerReferences = [] } });
        _world.Put(Resources.ControllerRevisions, left with { Metadata = left.Metadata with { OwnerReferences = [] } });
        _world.Put(Resources.StatefulSets, Set() with { Status = new() });

        Settle();

        var revision = _world.List<ControllerRevision>(Resources.ControllerRevisions).ShouldHaveSingleItem();
        revision.Metadata.OwnerReferences.ShouldHaveSingleItem().Uid.ShouldBe(Set().Metadata.Uid);
        Set().Status.UpdateRevision.ShouldBe(left.Metadata.Name);
        Set().Status.CollisionCount.GetValueOrDefault().ShouldBe(0);
    }

    [Fact]
    public void A_failed_pod_that_nobody_owns_does_not_keep_its_name()
    {
        Bring();
        _world.Put(Resources.Pods, Pod("db-1").WithPhase(PodPhase.Failed) with { Metadata = Pod("db-1").Metadata with { OwnerReferences = [] } });

        StatefulSetPlan[] plans = [Reconcile(), Reconcile()];

        plans.SelectMany(static p => p.Deletes).ShouldHaveSingleItem().Key.Name.ShouldBe("db-1");
    }

    [Fact]
    public void Ordinals_can_start_elsewhere()
    {
        Put(static spec => spec with { Replicas = 2, PodManagementPolicy = "Parallel", Ordinals = new StatefulSetOrdinals { Start = 5 } });
        Settle();

        Names().ShouldBe(["db-5", "db-6"]);
    }

    private void Put(Func<StatefulSetSpec, StatefulSetSpec>? with = null)
    {
        var spec = new StatefulSetSpec
        {
            Replicas = 3, ServiceName = "db", Selector = Make.Selector("app=web"), Template = Make.Template(), PodManagementPolicy = "OrderedReady",
            UpdateStrategy = new StatefulSetUpdateStrategy { Type = "RollingUpdate", RollingUpdate = new() { Partition = 0 } },
        };
        _world.Put(Resources.StatefulSets, new StatefulSet
        {
            ApiVersion = "apps/v1", Kind = "StatefulSet", Metadata = new ObjectMeta { Name = "db", Namespace = "default" }, Spec = with is null ? spec : with(spec),
        });
    }

    private StatefulSet Set() => _world.Get<StatefulSet>(Resources.StatefulSets, "db");

    private void Change(Func<StatefulSetSpec, StatefulSetSpec> change) => _world.Put(Resources.StatefulSets, Set() with { Spec = change(Set().Spec) });

    private Pod Pod(string name) => _world.Get<Pod>(Resources.Pods, name);

    private IReadOnlyList<Pod> Pods() => _world.List<Pod>(Resources.Pods);

    private IReadOnlyList<string> Names() => [.. Pods().Select(static pod => pod.Metadata.Name)];

    private IReadOnlyList<string> Images() => [.. Pods().Select(static pod => pod.Spec.Containers[0].Image)];

    private string Owner(string claim) => Owners(claim).ShouldHaveSingleItem().Kind;

    private IReadOnlyList<OwnerReference> Owners(string claim) => _world.Get<PersistentVolumeClaim>(Resources.PersistentVolumeClaims, claim).Metadata.OwnerReferences;

    private void SetOwners(string name, params OwnerReference[] owners)
    {
        var claim = _world.Get<PersistentVolumeClaim>(Resources.PersistentVolumeClaims, name);
        _world.Put(Resources.PersistentVolumeClaims, claim with { Metadata = claim.Metadata with { OwnerReferences = owners } });
    }

    private void Start(string name) => _world.Put(Resources.Pods, Pod(name).Ready(_world.Now));

    private void StartAll()
    {
        foreach (var pod in Pods())
        {
            if (pod.IsDeleting()) _world.Remove(Resources.Pods, pod);
            else if (!pod.IsReady()) Start(pod.Metadata.Name);
        }
    }

    private StatefulSetPlan Reconcile()
    {
        var set = Set();
        var plan = StatefulSetPlanner.Plan(
            new StatefulSetView(set, _world.ControlledBy<Pod>(Resources.Pods, set), _world.Orphans<Pod>(Resources.Pods),
                [.. _world.ControlledBy<ControllerRevision>(Resources.ControllerRevisions, set), .. _world.Orphans<ControllerRevision>(Resources.ControllerRevisions)], _world.List<PersistentVolumeClaim>(Resources.PersistentVolumeClaims)),
            _world.Now);
        _world.Apply([.. plan.Revisions, .. plan.Patches, .. plan.Claims, .. plan.Creates, .. plan.Deletes]);
        if (plan.Status is not null) _world.Put(Resources.StatefulSets, Set() with { Status = plan.Status });
        return plan;
    }

    private void Settle()
    {
        for (var round = 0; !Reconcile().IsQuiet; round++) round.ShouldBeLessThan(20);
    }

    /// <summary>All three pods run.</summary>
    private void Bring()
    {
        Put();
        for (var i = 0; i < 8; i++)
        {
            Reconcile();
            StartAll();
        }

        Settle();
        Names().Count.ShouldBe(3);
    }
}
