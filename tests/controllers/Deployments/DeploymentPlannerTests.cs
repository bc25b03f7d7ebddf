using Orleans.Kube.Controllers.Deployments;
using Orleans.Kube.Controllers.Tests.ReplicaSets;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Tests.Deployments;

public class DeploymentPlannerTests
{
    private readonly World _world = new();

    [Fact]
    public void The_first_plan_creates_a_set_named_after_the_template_with_the_books_of_the_rollout()
    {
        _world.Put(Resources.Deployments, Annotated(Make.Deployment(), "kubernetes.io/change-cause=first"));

        var plan = _world.Reconcile();

        var set = _world.Sets().ShouldHaveSingleItem();
        var hash = set.Metadata.Labels[PodTemplateHash.Label];
        set.Metadata.Name.ShouldBe($"web-{hash}");
        hash.ShouldMatch("^[bcdfghjklmnpqrstvwxz2456789]{6,10}$");
        set.Spec.Selector!.MatchLabels[PodTemplateHash.Label].ShouldBe(hash);
        set.Spec.Template.Metadata.Labels[PodTemplateHash.Label].ShouldBe(hash);
        set.Spec.Replicas.ShouldBe(3);
        set.Metadata.Annotations.ShouldBe(Make.Labels(
            "kubernetes.io/change-cause=first", "deployment.kubernetes.io/revision=1",
            "deployment.kubernetes.io/desired-replicas=3", "deployment.kubernetes.io/max-replicas=4"), ignoreOrder: true);
        _world.Deployment().Metadata.Annotations[DeploymentAnnotations.Revision].ShouldBe("1");
        plan.Creates[0].Event.ShouldBe(PlannedEvent.Normal("ScalingReplicaSet", $"Scaled up replica set web-{hash} from 0 to 3"));
        Condition("Progressing").ShouldBe(("True", "NewReplicaSetCreated", $"Created new replica set \"web-{hash}\""));
        Condition("Available").ShouldBe(("False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability."));
    }

    [Fact]
    public void A_finished_rollout_says_so_in_the_words_that_kubectl_waits_for()
    {
        _world.Put(Resources.Deployments, Make.Deployment());

        _world.Settle();

        var status = _world.Deployment().Status;
        (status.Replicas, status.UpdatedReplicas, status.ReadyReplicas, status.AvailableReplicas, status.UnavailableReplicas).ShouldBe((3, 3, 3, 3, 0));
        status.ObservedGeneration.ShouldBe(_world.Deployment().Metadata.Generation);
        Condition("Progressing").ShouldBe(("True", "NewReplicaSetAvailable", $"ReplicaSet \"{_world.Sets()[0].Metadata.Name}\" has successfully progressed."));
        Condition("Available").ShouldBe(("True", "MinimumReplicasAvailable", "Deployment has minimum availability."));
    }

    [Fact]
    public void A_new_template_is_rolled_out_and_undone_with_revisions_that_go_up()
    {
        _world.Put(Resources.Deployments, Make.Deployment());
        _world.Settle();
        var first = _world.Sets()[0].Metadata.Name;
        _world.Change(static spec => spec with { Template = Make.Template("app:2") });
        _world.Settle();
        _world.Deployment().Metadata.Annotations[DeploymentAnnotations.Revision].ShouldBe("2");

        _world.Change(static spec => spec with { Template = Make.Template() });
        _world.Settle();

        _world.Sets().Count.ShouldBe(2);
        var current = _world.Sets().Single(static set => set.Spec.Replicas > 0);
        current.Metadata.Name.ShouldBe(first);
        current.Metadata.Annotations[DeploymentAnnotations.Revision].ShouldBe("3");
        current.Metadata.Annotations[DeploymentAnnotations.RevisionHistory].ShouldBe("1");
    }

    [Fact]
    public void Recreate_starts_the_new_pods_after_the_last_old_one_has_ended()
    {
        var deployment = Make.Deployment();
        _world.Put(Resources.Deployments, deployment with { Spec = deployment.Spec with { Strategy = new DeploymentStrategy { Type = "Recreate" } } });
        _world.Settle();
        _world.Change(static spec => spec with { Template = Make.Template("app:2") });

        _world.Reconcile().Patches.ShouldHaveSingleItem().Event!.Message.ShouldEndWith("from 3 to 0");
        _world.Reconcile(_world.Sets()[0]);
        _world.Reconcile().Creates.ShouldBeEmpty();
        _world.StartPods();
        _world.Reconcile(_world.Sets()[0]);

        ((ReplicaSet)_world.Reconcile().Creates.ShouldHaveSingleItem().Content).Spec.Replicas.ShouldBe(3);
    }

    [Fact]
    public void A_status_that_is_written_later_than_its_set_still_tells_that_the_set_was_made()
    {
        var deployment = Make.Deployment();
        _world.Put(Resources.Deployments, deployment with { Spec = deployment.Spec with { Strategy = new DeploymentStrategy { Type = "Recreate" } } });
        _world.Apply(_world.PlanDeployment().Creates);
        _world.Reconcile();
        Condition("Progressing").Reason.ShouldBe("NewReplicaSetCreated");
        _world.Settle();
        _world.Change(static spec => spec with { Template = Make.Template("app:2") });
        _world.Settle();

        Condition("Progressing").ShouldBe(("True", "NewReplicaSetAvailable", $"ReplicaSet \"{_world.Sets().Single(static s => s.Spec.Replicas > 0).Metadata.Name}\" has successfully progressed."));
    }

    [Fact]
    public void A_paused_rollout_keeps_its_templates_but_follows_the_size()
    {
        _world.Put(Resources.Deployments, Make.Deployment());
        _world.Settle();
        _world.Change(static spec => spec with { Paused = true, Template = Make.Template("app:2"), Replicas = 5 });
        _world.Settle();

        _world.Sets().ShouldHaveSingleItem().Spec.Replicas.ShouldBe(5);
        Condition("Progressing").ShouldBe(("Unknown", "DeploymentPaused", "Deployment is paused"));
        _world.Change(static spec => spec with { Paused = false });
        _world.Reconcile();
        _world.Sets().Count.ShouldBe(2);
    }

    [Fact]
    public void A_rollout_without_progress_is_called_stuck_at_its_deadline_and_not_before()
    {
        _world.Put(Resources.Deployments, Make.Deployment());
        _world.Reconcile();
        _world.Reconcile(_world.Sets()[0]);
        _world.Reconcile();
        var due = _world.PlanDeployment().Due.ShouldNotBeNull();

        _world.Advance(due - _world.Now - TimeSpan.FromTicks(1));
        _world.PlanDeployment().IsQuiet.ShouldBeTrue();
        _world.Advance(TimeSpan.FromTicks(1));
        _world.Reconcile();

        Condition("Progressing").ShouldBe(("False", "ProgressDeadlineExceeded", $"ReplicaSet \"{_world.Sets()[0].Metadata.Name}\" has timed out progressing."));
        _world.PlanDeployment().IsQuiet.ShouldBeTrue();
        _world.Settle();
        Condition("Progressing").Reason.ShouldBe("NewReplicaSetAvailable");
    }

    [Fact]
    public void Revisions_beyond_the_history_limit_are_forgotten_oldest_first()
    {
        _world.Put(Resources.Deployments, Make.Deployment());
        _world.Change(static spec => spec with { RevisionHistoryLimit = 2 });
        for (var version = 1; version <= 5; version++)
        {
            _world.Change(spec => spec with { Template = Make.Template($"app:{version}") });
            _world.Settle();
        }

        _world.Sets().Select(static set => set.Spec.Template.Spec.Containers[0].Image).Order().ShouldBe(["app:3", "app:4", "app:5"]);
    }

    [Fact]
    public void A_name_that_is_taken_leads_to_another_hash()
    {
        _world.Put(Resources.Deployments, Make.Deployment());
        var creation = _world.PlanDeployment().Creates[0];
        var refused = _world.DeploymentView() with { Refusal = new Refusal(creation, "AlreadyExists", "exists") };

        var plan = DeploymentPlanner.Plan(refused, _world.Now);
        plan.Creates.ShouldBeEmpty();
        plan.Status.ShouldNotBeNull().CollisionCount.ShouldBe(1);

        _world.Put(Resources.Deployments, _world.Deployment() with { Status = plan.Status });
        _world.PlanDeployment().Creates[0].Key.Name.ShouldNotBe(creation.Key.Name);
    }

    [Fact]
    public void A_set_that_cannot_be_created_is_reported()
    {
        _world.Put(Resources.Deployments, Make.Deployment());
        var creation = _world.PlanDeployment().Creates[0];
        var refused = _world.DeploymentView() with { Refusal = new Refusal(creation, "Forbidden", "no quota") };

        var plan = DeploymentPlanner.Plan(refused, _world.Now);

        var message = $"Failed to create new replica set \"{creation.Key.Name}\": no quota";
        plan.Events.ShouldHaveSingleItem().ShouldBe(PlannedEvent.Warning("ReplicaSetCreateError", message));
        plan.Status!.Conditions.ShouldContain(c => c.Type == "Progressing" && c.Status == "False" && c.Message == message);
    }

    [Fact]
    public void A_set_with_the_wanted_template_is_adopted_whatever_its_name()
    {
        _world.Put(Resources.Deployments, Make.Deployment());
        var handmade = Make.ReplicaSet("handmade");
        _world.Put(Resources.ReplicaSets, handmade with { Metadata = handmade.Metadata with { Labels = Make.Labels("app=web") } });

        var plan = _world.Reconcile();

        plan.Creates.ShouldBeEmpty();
        _world.Sets().ShouldHaveSingleItem().Metadata.ControllerUid().ShouldBe(_world.Deployment().Metadata.Uid);
        Condition("Progressing").ShouldBe(("True", "FoundNewReplicaSet", "Found new replica set \"handmade\""));
    }

    [Fact]
    public void What_a_set_cannot_do_shows_on_the_deployment()
    {
        _world.Put(Resources.Deployments, Make.Deployment());
        _world.Reconcile();
        var set = _world.Sets()[0];
        var failure = new ReplicaSetCondition { Type = "ReplicaFailure", Status = "True", Reason = "FailedCreate", Message = "no quota" };
        _world.Put(Resources.ReplicaSets, set with { Status = set.Status with { Conditions = [failure] } });

        _world.Reconcile();

        Condition("ReplicaFailure").ShouldBe(("True", "FailedCreate", "no quota"));
    }

    [Fact]
    public void A_selector_that_selects_everything_is_refused_in_an_event()
    {
        var deployment = Make.Deployment();
        _world.Put(Resources.Deployments, deployment with { Spec = deployment.Spec with { Selector = new() } });

        var plan = _world.PlanDeployment();

        plan.Events.ShouldHaveSingleItem().Reason.ShouldBe("SelectingAll");
        plan.Creates.ShouldBeEmpty();
    }

    /// <summary>The sizes of (old, new) in mid-rollout before and after the Deployment is scaled, with a surge of 3 and 2 unavailable.</summary>
    [Theory]
    [InlineData(10, 8, 5, 15, 11, 7)]
    [InlineData(10, 8, 5, 5, 5, 3)]
    [InlineData(10, 8, 5, 0, 0, 0)]
    [InlineData(10, 5, 8, 20, 9, 14)]
    public void Scaling_in_mid_rollout_keeps_the_proportions(int before, int old, int fresh, int after, int oldAfter, int freshAfter)
    {
        _world.Put(Resources.Deployments, Make.Deployment(replicas: before, surge: 3, unavailable: 2));
        _world.Reconcile();
        _world.Change(static spec => spec with { Template = Make.Template("app:2") });
        _world.Advance(TimeSpan.FromSeconds(1));
        _world.Reconcile();
        foreach (var set in _world.Sets())
        {
            var isOld = set.Spec.Template.Spec.Containers[0].Image == "app:1";
            _world.Put(Resources.ReplicaSets, set with { Spec = set.Spec with { Replicas = isOld ? old : fresh } });
        }

        _world.Change(spec => spec with { Replicas = after });
        _world.Reconcile();

        _world.Sets().OrderBy(static set => set.Spec.Template.Spec.Containers[0].Image).Select(static set => set.Spec.Replicas!.Value).ShouldBe([oldAfter, freshAfter]);
    }

    [Fact]
    public void A_rollout_of_pods_that_never_start_stops_at_what_may_be_unavailable()
    {
        _world.Put(Resources.Deployments, Make.Deployment(replicas: 10));
        _world.Settle();
        _world.Change(static spec => spec with { Template = Make.Template("app:broken") });

        for (var i = 0; i < 5; i++)
        {
            _world.Reconcile();
            foreach (var set in _world.Sets()) _world.Reconcile(set);
        }

        _world.Sets().Select(static set => set.Spec.Replicas!.Value).Order().ShouldBe([5, 8]);
        _world.Deployment().Status.AvailableReplicas.ShouldBe(8);
    }

    private (string Status, string Reason, string Message) Condition(string type)
    {
        var condition = _world.Deployment().Status.Conditions.Single(c => c.Type == type);
        return (condition.Status, condition.Reason, condition.Message);
    }

    private static Deployment Annotated(Deployment deployment, string annotation) =>
        deployment with { Metadata = deployment.Metadata with { Annotations = Make.Labels(annotation) } };
}
