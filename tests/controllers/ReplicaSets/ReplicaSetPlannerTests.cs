using Orleans.Kube.Controllers.ReplicaSets;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.ReplicaSets;

public class ReplicaSetPlannerTests
{
    private readonly World _world = new();

    [Fact]
    public void Missing_pods_are_created_from_the_template_under_generated_names()
    {
        var set = _world.Put(Resources.ReplicaSets, Make.ReplicaSet());

        var plan = _world.Plan(set);

        plan.Creates.Count.ShouldBe(3);
        var pod = (Pod)plan.Creates[0].Content;
        pod.Metadata.Name.ShouldMatch("^web-[bcdfghjklmnpqrstvwxz2456789]{5}$");
        pod.Metadata.GenerateName.ShouldBe("web-");
        pod.Metadata.Labels["app"].ShouldBe("web");
        pod.Metadata.OwnerReferences.ShouldHaveSingleItem().ShouldBe(new OwnerReference
        {
            ApiVersion = "apps/v1", Kind = "ReplicaSet", Name = "web", Uid = set.Metadata.Uid, Controller = true, BlockOwnerDeletion = true,
        });
        plan.Creates[0].Event.ShouldBe(PlannedEvent.Normal("SuccessfulCreate", $"Created pod: {pod.Metadata.Name}"));
    }

    [Fact]
    public void A_long_name_leaves_room_for_the_suffix()
    {
        var set = _world.Put(Resources.ReplicaSets, Make.ReplicaSet(new string('a', 80)));

        _world.Plan(set).Creates[0].Key.Name.Length.ShouldBe(63);
    }

    [Fact]
    public void Finished_and_terminating_pods_are_replaced_and_not_counted()
    {
        var set = _world.Put(Resources.ReplicaSets, Make.ReplicaSet());
        _world.Put(Resources.Pods, Make.Pod("web-1", "node-1", set).WithPhase(PodPhase.Failed));
        var leaving = Make.Pod("web-2", "node-1", set).Ready(_world.Now);
        _world.Put(Resources.Pods, leaving with { Metadata = leaving.Metadata with { DeletionTimestamp = _world.Now } });

        var plan = _world.Plan(set);

        plan.Creates.Count.ShouldBe(3);
        (plan.Status.ShouldNotBeNull().Replicas, plan.Status.TerminatingReplicas).ShouldBe((0, (int?)null));
    }

    [Fact]
    public void An_orphan_that_matches_is_adopted_instead_of_creating_another()
    {
        var set = _world.Put(Resources.ReplicaSets, Make.ReplicaSet(replicas: 1));
        _world.Put(Resources.Pods, Make.Pod("stray"));
        _world.Put(Resources.Pods, Make.Pod("other", labels: "app=db"));
        _world.Put(Resources.Pods, Make.Pod("ended").WithPhase(PodPhase.Succeeded));

        var plan = _world.Reconcile(set);

        plan.Creates.ShouldBeEmpty();
        plan.Patches.ShouldHaveSingleItem().Key.Name.ShouldBe("stray");
        _world.Get<Pod>(Resources.Pods, "stray").Metadata.ControllerUid().ShouldBe(set.Metadata.Uid);
    }

    [Fact]
    public void A_pod_that_no_longer_matches_is_released_and_replaced()
    {
        var set = _world.Put(Resources.ReplicaSets, Make.ReplicaSet(replicas: 1));
        _world.Put(Resources.Pods, Make.Pod("web-1", "node-1", set, "app=debug"));

        var plan = _world.Reconcile(set);

        plan.Creates.Count.ShouldBe(1);
        _world.Get<Pod>(Resources.Pods, "web-1").Metadata.OwnerReferences.ShouldBeEmpty();
    }

    [Fact]
    public void A_pod_that_has_ended_or_is_leaving_is_not_released()
    {
        var set = _world.Put(Resources.ReplicaSets, Make.ReplicaSet(replicas: 0));
        _world.Put(Resources.Pods, Make.Pod("web-1", "node-1", set, "app=debug").WithPhase(PodPhase.Failed));
        var leaving = Make.Pod("web-2", "node-1", set, "app=debug").Ready(_world.Now);
        _world.Put(Resources.Pods, leaving with { Metadata = leaving.Metadata with { DeletionTimestamp = _world.Now } });

        _world.Plan(set).Patches.ShouldBeEmpty();
    }

    [Fact]
    public void A_set_that_is_being_deleted_only_reports()
    {
        var set = Make.ReplicaSet();
        set = _world.Put(Resources.ReplicaSets, set with { Metadata = set.Metadata with { DeletionTimestamp = _world.Now } });
        _world.Put(Resources.Pods, Make.Pod("stray"));
        _world.Put(Resources.Pods, Make.Pod("web-1", "node-1", set, "app=debug"));

        var plan = _world.Plan(set);

        (plan.Creates.Count + plan.Deletes.Count + plan.Patches.Count).ShouldBe(0);
        plan.Status.ShouldNotBeNull().ObservedGeneration.ShouldBe(1);
    }

    [Fact]
    public void A_ready_pod_becomes_available_after_minReadySeconds_and_the_plan_says_when()
    {
        var set = Make.ReplicaSet(replicas: 2);
        set = _world.Put(Resources.ReplicaSets, set with { Spec = set.Spec with { MinReadySeconds = 10 } });
        _world.Put(Resources.Pods, Make.Pod("web-1", "node-1", set).Ready(_world.Now - TimeSpan.FromSeconds(10)));
        _world.Put(Resources.Pods, Make.Pod("web-2", "node-1", set).Ready(_world.Now - TimeSpan.FromSeconds(4)));

        var plan = _world.Plan(set);

        plan.Status.ShouldNotBeNull().ReadyReplicas.ShouldBe(2);
        plan.Status.AvailableReplicas.ShouldBe(1);
        plan.Due.ShouldBe(_world.Now + TimeSpan.FromSeconds(6));
    }

    [Fact]
    public void A_refusal_is_reported_until_the_next_success()
    {
        var set = _world.Put(Resources.ReplicaSets, Make.ReplicaSet());
        var write = _world.Plan(set).Creates[0];
        var refused = _world.View(set) with { Refusal = new Refusal(write, "Forbidden", "pods \"x\" is forbidden: exceeded quota") };

        var plan = ReplicaSetPlanner.Plan(refused, _world.Now, _world.Ids);

        plan.Events.ShouldHaveSingleItem().ShouldBe(PlannedEvent.Warning("FailedCreate", "Error creating: pods \"x\" is forbidden: exceeded quota"));
        var condition = plan.Status.ShouldNotBeNull().Conditions.ShouldHaveSingleItem();
        condition.ShouldBe(new ReplicaSetCondition
        {
            Type = "ReplicaFailure", Status = "True", Reason = "FailedCreate", LastTransitionTime = _world.Now,
            Message = "pods \"x\" is forbidden: exceeded quota",
        });
        _world.Plan(set with { Status = plan.Status }).Status.ShouldNotBeNull().Conditions.ShouldBeEmpty();
    }

    [Fact]
    public void One_plan_creates_no_more_than_a_burst()
    {
        var set = _world.Put(Resources.ReplicaSets, Make.ReplicaSet(replicas: 2000));

        _world.Plan(set).Creates.Count.ShouldBe(ReplicaSetPlanner.Burst);
    }

    [Fact]
    public void A_replication_controller_is_a_set_of_its_own_kind_and_gets_quiet()
    {
        var controller = new ReplicationController
        {
            ApiVersion = "v1", Kind = "ReplicationController",
            Metadata = new ObjectMeta { Name = "old", Namespace = "default", Uid = "uid-old", Generation = 1 },
            Spec = new ReplicationControllerSpec { Replicas = 1, Selector = Make.Labels("app=web"), Template = Make.Template() },
        };
        var plan = ReplicaSetPlanner.Plan(new(ReplicationControllers.AsReplicaSet(controller), [], []), _world.Now, _world.Ids);
        ((Pod)plan.Creates[0].Content).Metadata.OwnerReferences[0].Kind.ShouldBe("ReplicationController");
        _world.Apply(plan.Creates);
        var pods = _world.List<Pod>(Resources.Pods);

        plan = ReplicaSetPlanner.Plan(new(ReplicationControllers.AsReplicaSet(controller), pods, []), _world.Now, _world.Ids);
        controller = controller with { Status = ReplicationControllers.AsStatus(plan.Status!) };

        controller.Status.Replicas.ShouldBe(1);
        ReplicaSetPlanner.Plan(new(ReplicationControllers.AsReplicaSet(controller), pods, []), _world.Now, _world.Ids).IsQuiet.ShouldBeTrue();
    }
}
