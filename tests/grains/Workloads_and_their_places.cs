using Orleans.Kube.Controllers;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Policy;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains.Tests;

public sealed class Workloads_and_their_places
{
    [Fact]
    public async Task A_deployment_becomes_pods_on_nodes_and_knows_when_they_are_available()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        await NodeAsync(cluster, "node-1");
        await NodeAsync(cluster, "node-2");
        await cluster.CreateAsync(Deployment(4));
        await UntilAsync(cluster, view => Pods(view).Count(static pod => pod.Spec.NodeName.Length > 0) == 4);
        Pods(cluster.Ledger.Current).CountBy(static pod => pod.Spec.NodeName).Select(static node => node.Value).ShouldBe([2, 2]);

        foreach (var (index, pod) in Pods(cluster.Ledger.Current).Index()) await cluster.ReplaceAsync(Objects.Running(pod, $"10.0.0.{index}"), "status");
        await UntilAsync(cluster, _ => cluster.Find<Deployment>("web")!.Status.AvailableReplicas == 4);

        cluster.Find<Deployment>("web")!.Status.Conditions.ShouldContain(static c => c.Type == "Progressing" && c.Reason == "NewReplicaSetAvailable");
        cluster.Find<Deployment>("web")!.Metadata.Annotations["deployment.kubernetes.io/revision"].ShouldBe("1");
        cluster.Find<Deployment>("web")!.Metadata.Generation.ShouldBe(1, "the controller's own note is no change of what is wanted");
        await UntilAsync(cluster, view => Messages(view).Any(static m => m.StartsWith("Scaled up replica set web-") && m.EndsWith("from 0 to 4")));
        await UntilAsync(cluster, view => Messages(view).Any(static m => m.StartsWith("Successfully assigned default/web-")));
    }

    [Fact]
    public async Task A_deployment_scaled_to_nothing_leaves_no_pod()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var deployment = await cluster.CreateAsync(Deployment(3));
        await UntilAsync(cluster, view => Pods(view).Length == 3);
        await cluster.PatchAsync(deployment, """{"spec":{"replicas":0}}""");

        await UntilAsync(cluster, view => Pods(view).Length == 0);
    }

    [Fact]
    public async Task A_cron_job_whose_schedule_changes_starts_nothing_before_the_next_time()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var cron = await cluster.CreateAsync(new CronJob
        {
            ApiVersion = "batch/v1", Kind = "CronJob", Metadata = new ObjectMeta { Name = "tick", Namespace = "default" },
            Spec = new CronJobSpec
            {
                Schedule = "0 0 1 1 *",
                JobTemplate = new JobTemplateSpec { Spec = new JobSpec { Template = new PodTemplateSpec { Spec = Objects.Pod("x").Spec with { RestartPolicy = RestartPolicy.Never } } } },
            },
        });
        await cluster.SettleAsync();
        cluster.Time.Advance(TimeSpan.FromMinutes(10));
        var changed = cluster.Time.GetUtcNow();
        await cluster.PatchAsync(cron, """{"spec":{"schedule":"*/3 * * * *"}}""");
        await cluster.SettleAsync();
        // Its grain takes this up when it has done what the change woke it for.
        await cluster.PatchAsync(cron, """{"metadata":{"labels":{"seen":"yes"}}}""");
        await cluster.PassAsync(TimeSpan.FromMinutes(3), static view => view.List(Resources.Jobs, "default").Any());

        var times = cluster.Ledger.Current.List(Resources.Jobs, "default").Select(static job => job.As<Job>().Metadata.Annotations["batch.kubernetes.io/cronjob-scheduled-timestamp"]);
        times.ShouldAllBe(time => DateTimeOffset.Parse(time) > changed);
    }

    [Fact]
    public async Task A_pod_that_fits_nowhere_says_why_and_is_placed_when_a_node_comes()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var pod = Objects.Pod("picky");
        await cluster.CreateAsync(pod with { Spec = pod.Spec with { NodeSelector = Objects.Map(("disk", "ssd")) } });
        await NodeAsync(cluster, "node-1");
        await UntilAsync(cluster, _ => Reason(cluster).Contains("didn't match Pod's node affinity/selector"));
        Reason(cluster).ShouldStartWith("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. preemption: 0/1 nodes are available:");

        await NodeAsync(cluster, "node-2", ("disk", "ssd"));
        await UntilAsync(cluster, _ => cluster.Find<Pod>("picky")!.Spec.NodeName == "node-2");
    }

    [Fact]
    public async Task Evictions_at_once_never_exceed_what_their_budget_allows()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        for (var i = 0; i < 4; i++) await cluster.RunPodAsync($"web-{i}", $"10.0.0.{i}");
        await cluster.CreateAsync(new PodDisruptionBudget
        {
            ApiVersion = "policy/v1", Kind = "PodDisruptionBudget", Metadata = new ObjectMeta { Name = "web", Namespace = "default" },
            Spec = new PodDisruptionBudgetSpec { MinAvailable = 3, Selector = new LabelSelector { MatchLabels = Objects.Map(("app", "web")) } },
        });
        await UntilAsync(cluster, _ => cluster.Find<PodDisruptionBudget>("web")!.Status.DisruptionsAllowed == 1);

        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => EvictAsync(cluster, $"web-{i}")));

        var evicted = (Pod)replies.Single(static reply => reply.Failure is null).Object!.Decode(typeof(Pod));
        evicted.Condition(PodConditionType.DisruptionTarget)!.Reason.ShouldBe("EvictionByEvictionAPI");
        var refused = Cluster.Refused(replies.First(static reply => reply.Failure is not null));
        (refused.Code, refused.Message).ShouldBe((429, "Cannot evict pod as it would violate the pod's disruption budget."));
    }

    /// <summary>What a budget of generation 2 says of itself, and why it grants no eviction; null: it grants one.</summary>
    [Theory]
    [InlineData(2, 1, 0, null, null)]
    [InlineData(2, 0, 0, "The disruption budget web needs 3 healthy pods and has 3 currently", null)]
    [InlineData(1, 1, 0, "The disruption budget web is still being processed by the server.", 10)]
    [InlineData(2, 1, 2000, null, null)]
    [InlineData(2, 1, 2001, "poddisruptionbudget.policy \"web\" is forbidden: DisruptedPods map too big - too many evictions not confirmed by PDB controller", null)]
    public void A_budget_says_why_it_grants_no_eviction(int observed, int allowed, int unconfirmed, string? why, int? retryAfter)
    {
        var refusal = PodEviction.Refusal(new PodDisruptionBudget
        {
            Metadata = new ObjectMeta { Name = "web", Namespace = "default", Generation = 2 },
            Status = new PodDisruptionBudgetStatus
            {
                ObservedGeneration = observed, DisruptionsAllowed = allowed, DesiredHealthy = 3, CurrentHealthy = 3,
                DisruptedPods = Enumerable.Range(0, unconfirmed).ToDictionary(static i => $"p{i}", static _ => DateTimeOffset.UnixEpoch),
            },
        })?.Status;

        (refusal?.Details?.Causes is [var cause] ? cause.Message : refusal?.Message).ShouldBe(why);
        (refusal?.Details?.RetryAfterSeconds is > 0 and var seconds ? seconds : (int?)null).ShouldBe(retryAfter);
    }

    [Theory]
    [InlineData("apps/v1", "DaemonSet", "daemonsets.apps does not implement the scale subresource")]
    [InlineData("v1", "Node", "nodes does not implement the scale subresource")]
    [InlineData("example.com/v1", "Robot", "no matches for kind \"Robot\" in version \"example.com/v1\"")]
    [InlineData("apps/v1", "StatefulSet", "found no controllers for pod \"web-0\"")]
    public async Task A_budget_tells_why_it_does_not_know_how_many_pods_there_should_be(string apiVersion, string kind, string why)
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        await cluster.RunPodAsync("web-0", "10.0.0.1");
        await cluster.PatchAsync(cluster.Find<Pod>("web-0")!,
            $$$"""{"metadata":{"finalizers":["example.com/stay"],"ownerReferences":[{"apiVersion":"{{{apiVersion}}}","kind":"{{{kind}}}","name":"o","uid":"u","controller":true}]}}""");
        await cluster.CreateAsync(new PodDisruptionBudget
        {
            ApiVersion = "policy/v1", Kind = "PodDisruptionBudget", Metadata = new ObjectMeta { Name = "web", Namespace = "default" },
            Spec = new PodDisruptionBudgetSpec { MaxUnavailable = 1, Selector = new LabelSelector { MatchLabels = Objects.Map(("app", "web")) } },
        });

        await UntilAsync(cluster, _ => cluster.Find<PodDisruptionBudget>("web")!.Status.Conditions is [{ Reason: "SyncFailed", Message: var message }] && message == why);
    }

    [Fact]
    public async Task A_pod_under_several_budgets_is_told_so()
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        await cluster.RunPodAsync("web-0", "10.0.0.1");
        foreach (var name in (string[])["one", "two"])
        {
            await cluster.CreateAsync(new PodDisruptionBudget
            {
                ApiVersion = "policy/v1", Kind = "PodDisruptionBudget", Metadata = new ObjectMeta { Name = name, Namespace = "default" },
                Spec = new PodDisruptionBudgetSpec { MinAvailable = 1, Selector = new LabelSelector { MatchLabels = Objects.Map(("app", "web")) } },
            });
        }

        await cluster.PatchAsync(cluster.Find<Pod>("web-0")!, "{\"metadata\":{\"labels\":{\"looked\":\"at\"}}}");
        await UntilAsync(cluster, static view => view.List(Resources.Events, "default").Select(static o => o.As<Event>()).Any(static e =>
            e is { Reason: "MultiplePodDisruptionBudgets", InvolvedObject.Name: "web-0", Message: "Pod \"default\"/\"web-0\" matches multiple PodDisruptionBudgets.  Chose \"one\" arbitrarily." }));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_job_keeps_no_hold_of_pods_that_it_lets_go(bool orphans)
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var template = Objects.Deployment("web").Spec.Template;
        var job = await cluster.CreateAsync(new Job
        {
            ApiVersion = "batch/v1", Kind = "Job", Metadata = new ObjectMeta { Name = "work", Namespace = "default" },
            Spec = new JobSpec { Template = template with { Spec = template.Spec! with { RestartPolicy = RestartPolicy.Never } } },
        });
        await UntilAsync(cluster, static view => Pods(view) is [{ Metadata.Finalizers.Count: 1 }]);
        var pod = Pods(cluster.Ledger.Current)[0];

        if (orphans) await cluster.DeleteAsync(job, new DeleteOptions { PropagationPolicy = DeletionPropagation.Orphan });
        else await cluster.PatchAsync(pod, """{"metadata":{"labels":null}}""");

        await UntilAsync(cluster, view => Pods(view).Single(p => p.Metadata.Uid == pod.Metadata.Uid) is { Metadata: { Finalizers.Count: 0, OwnerReferences.Count: 0 } });
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task A_pod_that_an_earlier_job_left_is_not_held(bool exists, bool names)
    {
        await using var cluster = await Cluster.StartAsync(routes: true);
        var template = Objects.Deployment("web").Spec.Template;
        if (exists)
            await cluster.CreateAsync(new Job
            {
                ApiVersion = "batch/v1", Kind = "Job", Metadata = new ObjectMeta { Name = "work", Namespace = "default" },
                Spec = new JobSpec { Suspend = true, Template = template with { Spec = template.Spec! with { RestartPolicy = RestartPolicy.Never } } },
            });
        var left = Objects.Pod("left");
        left = left with
        {
            Metadata = left.Metadata with
            {
                Finalizers = ["batch.kubernetes.io/job-tracking"], Labels = Objects.Map(("batch.kubernetes.io/job-name", "work"), ("batch.kubernetes.io/controller-uid", "gone")),
                OwnerReferences = names ? [new OwnerReference { ApiVersion = "batch/v1", Kind = "Job", Name = "work", Uid = "gone", Controller = true }] : [],
            },
        };
        await cluster.DeleteAsync(await cluster.CreateAsync(left));

        await UntilAsync(cluster, static view => Pods(view).Length == 0);
    }

    private static Deployment Deployment(int replicas)
    {
        var deployment = Objects.Deployment("web");
        return deployment with { Spec = deployment.Spec with { Replicas = replicas } };
    }

    private static async Task NodeAsync(Cluster cluster, string name, params (string, string)[] labels)
    {
        var node = Objects.Node(name);
        node = await cluster.CreateAsync(node with { Metadata = node.Metadata with { Labels = Objects.Map(labels) } });
        await cluster.PatchAsync(node, """{"status":{"allocatable":{"cpu":"4","memory":"8Gi","pods":"110"},"conditions":[{"type":"Ready","status":"True","reason":"KubeletReady"}]}}""", subresource: "status");
    }

    private static Task<ObjectReply> EvictAsync(Cluster cluster, string pod)
    {
        var eviction = new Eviction { ApiVersion = "policy/v1", Kind = "Eviction", Metadata = new ObjectMeta { Name = pod, Namespace = "default" } };
        var key = new ObjectKey(Resources.Pods, "default", pod);
        return cluster.Grains.ObjectGrain(key).ReplaceAsync(new ReplaceRequest(ApiObject.FromContent(key, eviction), "eviction", new WriteContext("jane", [], "kubectl", false)));
    }

    private static Pod[] Pods(IClusterView view) => [.. view.List(Resources.Pods).Select(static pod => pod.As<Pod>())];

    private static string[] Messages(IClusterView view) => [.. view.List(new GroupResource("", "events")).Select(static e => e.As<Event>().Message)];

    private static string Reason(Cluster cluster) => cluster.Find<Pod>("picky")!.Condition(PodConditionType.PodScheduled)?.Message ?? "";

    /// <summary>Lets time pass in small steps until the state is as it should be; not so much that the nodes fall silent.</summary>
    private static async Task UntilAsync(Cluster cluster, Func<IClusterView, bool> holds)
    {
        for (var steps = 0; !holds(cluster.Ledger.Current); steps++)
        {
            steps.ShouldBeLessThan(700, $"{string.Join("; ", Messages(cluster.Ledger.Current))} {cluster.Warnings}");
            await cluster.SettleAsync();
            cluster.Time.Advance(TimeSpan.FromMilliseconds(50));
        }
    }
}
