using FsCheck;
using FsCheck.Fluent;
using Orleans.Kube.Controllers.Autoscaling;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Autoscaling;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.Autoscaling;

public sealed class AutoscalerPlannerTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Replicas now, percentage that each pod uses of its request, the target's percentage, replicas then (0: as now).
    [Theory]
    [InlineData(2, 100, 50, 4)]
    [InlineData(3, 50, 50, 3)]
    [InlineData(3, 54, 50, 3)]
    [InlineData(3, 55, 50, 3)]
    [InlineData(3, 45, 50, 3)]
    [InlineData(3, 56, 50, 4)]
    [InlineData(4, 20, 50, 2)]
    [InlineData(1, 1000, 50, 4)]
    [InlineData(9, 90, 50, 10)]
    public void The_number_follows_the_average(int replicas, int used, int target, int expected)
    {
        var plan = Plan(View(Autoscaler(target, max: 10), replicas, Enumerable.Repeat(used, replicas)));
        (plan.Replicas ?? replicas).ShouldBe(expected);
        plan.Status.CurrentMetrics.ShouldHaveSingleItem().Resource!.Current.AverageUtilization.ShouldBe(used);
        Condition(plan, "ScalingActive").ShouldBe(("True", "ValidMetricFound"));
    }

    [Fact]
    public void What_bounds_the_number_is_said()
    {
        Condition(Plan(View(Autoscaler(50, max: 3), 2, [200, 200])), "ScalingLimited").ShouldBe(("True", "TooManyReplicas"));
        Condition(Plan(View(Autoscaler(50, max: 100), 2, [500, 500])), "ScalingLimited").ShouldBe(("True", "ScaleUpLimit"));
        Condition(Plan(View(Autoscaler(50, max: 10, min: 2), 3, [1, 1, 1])), "ScalingLimited").ShouldBe(("True", "TooFewReplicas"));
        Condition(Plan(View(Autoscaler(50, max: 10), 2, [50, 50])), "ScalingLimited").ShouldBe(("False", "DesiredWithinRange"));
    }

    [Fact]
    public void Sizes_out_of_bounds_are_put_right_without_a_metric()
    {
        var known = Autoscaler(50, max: 3) with { Status = new() { CurrentMetrics = [new MetricStatus { Type = "Resource" }] } };
        var above = Plan(View(known, 5, []));
        (above.Replicas, above.Reason, above.Status.CurrentMetrics.Count).ShouldBe((3, "Current number of replicas above Spec.MaxReplicas", 0));
        Plan(View(Autoscaler(50, max: 5, min: 2), 1, [])).Replicas.ShouldBe(2);
        Condition(Plan(View(Autoscaler(50, max: 5), 0, [])), "ScalingActive").ShouldBe(("False", "ScalingDisabled"));
    }

    [Fact]
    public void Pods_that_are_not_measured_hold_the_change_back()
    {
        // Of three pods one is unknown: growing, it is taken to use nothing; shrinking, to use all that it asked for.
        Plan(View(Autoscaler(50, max: 10), 3, [80, 80])).Replicas.ShouldBeNull();
        Plan(View(Autoscaler(50, max: 10), 3, [200, 200])).Replicas.ShouldBe(6);
        Plan(View(Autoscaler(50, max: 10), 3, [10, 10])).Replicas.ShouldBeNull();
    }

    [Fact]
    public void A_metric_that_cannot_be_read_is_reported_and_never_shrinks()
    {
        var none = Plan(View(Autoscaler(50, max: 10), 2, []));
        none.Replicas.ShouldBeNull();
        Condition(none, "ScalingActive").ShouldBe(("False", "FailedGetResourceMetric"));
        none.Events.Select(static e => e.Reason).ShouldBe(["FailedGetResourceMetric", "FailedComputeMetricsReplicas"]);

        var both = Autoscaler(50, max: 10);
        both = both with { Spec = both.Spec with { Metrics = [.. both.Spec.Metrics, new MetricSpec { Type = "External", External = new ExternalMetricSource { Metric = new MetricIdentifier { Name = "queue" } } }] } };
        Plan(View(both, 2, [200, 200])).Replicas.ShouldBe(4);
        Condition(Plan(View(both, 4, [1, 1, 1, 1])), "ScalingActive").ShouldBe(("False", "FailedGetExternalMetric"));
    }

    [Fact]
    public void A_missing_request_is_named()
    {
        var view = View(Autoscaler(50, max: 10), 1, [50]);
        var bare = view.Pods[0] with { Spec = view.Pods[0].Spec with { Containers = [new Container { Name = "main" }] } };
        Plan(view with { Pods = [bare] }).Status.Conditions.Single(static c => c.Type == "ScalingActive").Message.ShouldBe(
            "the HPA was unable to compute the replica count: failed to get cpu utilization: missing request for cpu in container main of Pod web-0");
    }

    [Fact]
    public void Shrinking_waits_for_the_highest_recommendation_of_five_minutes()
    {
        var autoscaler = Autoscaler(50, max: 10);
        var busy = AutoscalerPlanner.Plan(View(autoscaler, 4, [50, 50, 50, 50]), AutoscalerMemory.Empty, Now);
        var quiet = AutoscalerPlanner.Plan(View(autoscaler, 4, [10, 10, 10, 10]), busy.Memory, Now.AddMinutes(1));
        quiet.Replicas.ShouldBeNull();
        Condition(quiet, "AbleToScale").ShouldBe(("True", "ScaleDownStabilized"));
        AutoscalerPlanner.Plan(View(autoscaler, 4, [10, 10, 10, 10]), quiet.Memory, Now.AddMinutes(6)).Replicas.ShouldBe(1);
    }

    [Fact]
    public void The_first_look_does_not_shrink_before_five_minutes_are_over()
    {
        var autoscaler = Autoscaler(50, max: 10);
        var first = AutoscalerPlanner.Plan(View(autoscaler, 4, [10, 10, 10, 10]), AutoscalerMemory.Empty, Now);
        (first.Replicas, Condition(first, "AbleToScale")).ShouldBe((null, ("True", "ScaleDownStabilized")));
        AutoscalerPlanner.Plan(View(autoscaler, 4, [10, 10, 10, 10]), first.Memory, Now.AddMinutes(5)).Replicas.ShouldBe(1);
    }

    /// <summary>What was recommended four minutes ago, the size now, what is recommended now; the size then.</summary>
    [Theory]
    [InlineData(8, 4, 2, false, 8)]
    [InlineData(8, 4, 2, true, 4)]
    [InlineData(2, 4, 6, false, 6)]
    [InlineData(2, 4, 6, true, 6)]
    [InlineData(3, 4, 2, true, 3)]
    public void Without_a_behavior_the_highest_recommendation_holds_else_the_nearest(int before, int current, int now, bool behavior, int expected)
    {
        var autoscaler = Autoscaler(100, max: 10);
        var anything = new HPAScalingRules { SelectPolicy = "Max", Policies = [new HPAScalingPolicy { Type = "Percent", Value = 100, PeriodSeconds = 15 }] };
        if (behavior) autoscaler = autoscaler with { Spec = autoscaler.Spec with { Behavior = new HorizontalPodAutoscalerBehavior { ScaleUp = anything with { StabilizationWindowSeconds = 0 }, ScaleDown = anything with { StabilizationWindowSeconds = 300 } } } };
        var plan = AutoscalerPlanner.Plan(View(autoscaler, current, Enumerable.Repeat(100 * now / current, current)), AutoscalerMemory.Empty.Recommend(Now.AddMinutes(-4), before), Now);
        (plan.Replicas ?? current).ShouldBe(expected);
    }

    /// <summary>A container that nothing is known of is like a pod that nothing is known of: since Kubernetes 1.33 it hides no others.</summary>
    [Theory]
    [InlineData("main", 1, 4)]
    [InlineData("main", 2, 4)]
    [InlineData("app", 2, 2)]
    public void Pods_without_figures_of_a_container_hold_the_change_back(string container, int measured, int expected)
    {
        var autoscaler = Autoscaler(50, max: 10);
        var metric = new MetricSpec
        {
            Type = "ContainerResource",
            ContainerResource = new ContainerResourceMetricSource { Name = "cpu", Container = container, Target = new MetricTarget { Type = "Utilization", AverageUtilization = 50 } },
        };
        var view = View(autoscaler with { Spec = autoscaler.Spec with { Metrics = [metric] } }, 2, Enumerable.Repeat(measured == 1 ? 200 : 100, measured));
        var nothing = new PodUsage(Now, TimeSpan.FromSeconds(15), new Dictionary<string, IReadOnlyDictionary<string, Quantity>>());
        if (measured == 1) view = view with { Usage = new Dictionary<string, PodUsage>(view.Usage) { ["web-1"] = nothing } };
        var plan = Plan(view);
        (plan.Replicas ?? 2).ShouldBe(expected);
        if (container == "app") plan.Status.Conditions.Single(static c => c.Type == "ScalingActive").Message.ShouldBe(
            "the HPA was unable to compute the replica count: failed to get cpu utilization: did not receive metrics for targeted pods (pods might be unready)");
    }

    [Theory]
    [InlineData("memory", 10_500, "10500m")]
    [InlineData("memory", 12_000, "12")]
    [InlineData("cpu", 250, "250m")]
    public void Averages_are_told_to_the_thousandth(string resource, long milli, string told)
    {
        var autoscaler = Autoscaler(50, max: 10);
        var metric = new MetricSpec { Type = "Resource", Resource = new ResourceMetricSource { Name = resource, Target = new MetricTarget { Type = "AverageValue", AverageValue = Quantity.OfMilli(milli) } } };
        var view = View(autoscaler with { Spec = autoscaler.Spec with { Metrics = [metric] } }, 1, [50]);
        var used = new PodUsage(Now, TimeSpan.FromSeconds(15), new Dictionary<string, IReadOnlyDictionary<string, Quantity>> { ["main"] = new Dictionary<string, Quantity> { [resource] = Quantity.OfMilli(milli) } });
        Plan(view with { Usage = new Dictionary<string, PodUsage> { ["web-0"] = used } }).Status.CurrentMetrics[0].Resource!.Current.AverageValue!.Value.ToString().ShouldBe(told);
    }

    [Fact]
    public void Policies_hold_the_pace()
    {
        var autoscaler = Autoscaler(50, max: 100) with { };
        autoscaler = autoscaler with
        {
            Spec = autoscaler.Spec with
            {
                Behavior = new HorizontalPodAutoscalerBehavior
                {
                    ScaleUp = new HPAScalingRules { StabilizationWindowSeconds = 0, SelectPolicy = "Max", Policies = [new HPAScalingPolicy { Type = "Pods", Value = 2, PeriodSeconds = 60 }] },
                    ScaleDown = new HPAScalingRules { StabilizationWindowSeconds = 0, SelectPolicy = "Disabled" },
                },
            },
        };
        var first = AutoscalerPlanner.Plan(View(autoscaler, 2, [500, 500]), AutoscalerMemory.Empty, Now);
        first.Replicas.ShouldBe(4);
        AutoscalerPlanner.Plan(View(autoscaler, 4, [500, 500, 500, 500]), first.Memory, Now.AddSeconds(15)).Replicas.ShouldBeNull();
        AutoscalerPlanner.Plan(View(autoscaler, 4, [500, 500, 500, 500]), first.Memory, Now.AddSeconds(61)).Replicas.ShouldBe(6);
        AutoscalerPlanner.Plan(View(autoscaler, 4, [1, 1, 1, 1]), AutoscalerMemory.Empty, Now).Replicas.ShouldBeNull();
    }

    /// <summary>Whatever is measured, the size stays within its bounds, and where all use what they should nothing moves.</summary>
    [Fact]
    public void The_size_stays_within_its_bounds() => Prop.ForAll(
        (from replicas in Gen.Choose(1, 20) from uses in Gen.Choose(0, 1000).ListOf(replicas) from target in Gen.Choose(1, 200) from max in Gen.Choose(1, 30) select (replicas, uses, target, max)).ToArbitrary(),
        sample =>
        {
            var plan = Plan(View(Autoscaler(sample.target, sample.max), sample.replicas, sample.uses));
            var size = plan.Replicas ?? sample.replicas;
            size.ShouldBeInRange(1, Math.Max(sample.max, plan.Replicas is null ? sample.replicas : 0));
            if (plan.Replicas is { } changed) changed.ShouldNotBe(sample.replicas);
            var average = sample.uses.Average();
            if (sample.replicas <= sample.max && size > sample.replicas) average.ShouldBeGreaterThan(sample.target);
            if (sample.replicas <= sample.max && size < sample.replicas) average.ShouldBeLessThan(sample.target);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Where_nothing_is_measured_the_size_that_was_wanted_stays_on_record()
    {
        var plan = Plan(View(Autoscaler(50, 10), 2, []));

        (plan.Status.CurrentReplicas, plan.Status.DesiredReplicas).ShouldBe((2, 0));
        plan.Status.CurrentMetrics.ShouldBe([new MetricStatus()]);
        plan.Events.ShouldContain(PlannedEvent.Warning("FailedComputeMetricsReplicas",
            "invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: "
            + "failed to get cpu utilization: unable to get metrics for resource cpu: no metrics returned from resource metrics API"));
    }

    [Fact]
    public void Two_autoscalers_of_the_same_pods_do_nothing_and_say_so()
    {
        const string Message = "pods by selector app=web are controlled by multiple HPAs: [default/other default/web]";

        var plan = Plan(View(Autoscaler(50, 10), 2, [500, 500]) with { Selecting = ["default/other", "default/web"] });

        plan.Replicas.ShouldBeNull();
        Condition(plan, "ScalingActive").ShouldBe(("False", "AmbiguousSelector"));
        plan.Events.ShouldBe([PlannedEvent.Warning("AmbiguousSelector", Message), PlannedEvent.Warning("FailedComputeMetricsReplicas", Message)]);
    }

    /// <summary>What an autoscaler does that has looked before, long enough ago.</summary>
    private static AutoscalerPlan Plan(AutoscalerView view) => AutoscalerPlanner.Plan(view, AutoscalerMemory.Empty.Recommend(Now.AddMinutes(-10), 1), Now);

    private static (string Status, string Reason) Condition(AutoscalerPlan plan, string type)
    {
        var condition = plan.Status.Conditions.Single(c => c.Type == type);
        return (condition.Status, condition.Reason);
    }

    private static HorizontalPodAutoscaler Autoscaler(int percent, int max, int min = 1) => new()
    {
        Metadata = new ObjectMeta { Name = "web", Namespace = "default" },
        Spec = new HorizontalPodAutoscalerSpec
        {
            MinReplicas = min, MaxReplicas = max,
            Metrics = [new MetricSpec { Type = "Resource", Resource = new ResourceMetricSource { Name = "cpu", Target = new MetricTarget { Type = "Utilization", AverageUtilization = percent } } }],
        },
    };

    /// <param name="autoscaler">The autoscaler.</param>
    /// <param name="replicas">How many pods there are, each asking for a whole core.</param>
    /// <param name="used">What the first of them use, in percent.</param>
    private static AutoscalerView View(HorizontalPodAutoscaler autoscaler, int replicas, IEnumerable<int> used)
    {
        var usage = used.Select((percent, i) => (Name: $"web-{i}", Usage: new PodUsage(Now, TimeSpan.FromSeconds(15), new Dictionary<string, IReadOnlyDictionary<string, Quantity>>
        {
            ["main"] = new Dictionary<string, Quantity> { ["cpu"] = Quantity.OfMilli(percent * 10) },
        }))).ToDictionary(static u => u.Name, static u => u.Usage);
        return new AutoscalerView(autoscaler, new ScaleTarget(replicas, "app=web", replicas), "", [.. Enumerable.Range(0, replicas).Select(Pod)], usage);
    }

    private static Pod Pod(int index) => new()
    {
        Metadata = new ObjectMeta { Name = $"web-{index}", Namespace = "default" },
        Spec = new PodSpec { Containers = [new Container { Name = "main", Resources = new ResourceRequirements { Requests = new Dictionary<string, Quantity> { ["cpu"] = Quantity.Of(1) } } }] },
        Status = new PodStatus
        {
            Phase = "Running", StartTime = Now.AddHours(-1), Conditions = [new PodCondition { Type = "Ready", Status = "True", LastTransitionTime = Now.AddHours(-1) }],
        },
    };
}
