using FsCheck;
using FsCheck.Fluent;
using Orleans.Kube.Controllers.Autoscaling;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Autoscaling;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.Autoscaling;

/// <summary>Metrics of pods, of objects and of what is outside: how many pods they ask for, and what is said where they cannot be read.</summary>
public sealed class ForeignMetricTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The metric; the pods, r ready, u not ready, p pending, f failed, d being deleted; the values in thousandths; the target; the size; the value told.</summary>
    [Theory]
    [InlineData("pods", "rrr", new[] { 20000, 10000, 30000 }, 15000, 3, 4, 20000)]
    [InlineData("pods", "rru", new[] { 50000, 10000, 30000 }, 15000, 3, 6, 30000)]
    [InlineData("pods", "uru", new[] { 50000, 15000, 30000 }, 15000, 3, 7, 31666)]
    [InlineData("pods", "rrrrr", new[] { 12000, 12000, 12000, 12000, 12000 }, 20000, 5, 3, 12000)]
    [InlineData("pods", "rrr", new[] { 20000, 21000, 21000 }, 20000, 3, 3, 20666)]
    [InlineData("pods", "rrr", new[] { 10000, 10000 }, 17000, 2, 2, 10000)]
    [InlineData("pods", "rrff", new[] { 20000, 20000, 90000, 90000 }, 10000, 2, 4, 20000)]
    [InlineData("pods", "rrdd", new[] { 20000, 20000, 90000, 90000 }, 10000, 2, 4, 20000)]
    [InlineData("pods", "rrp", new[] { 20000, 20000, 90000 }, 10000, 3, 4, 20000)]
    [InlineData("pods", "rr", new[] { 11000, 11000 }, 10000, 2, 2, 11000)]
    [InlineData("object", "rrr", new[] { 20000 }, 15000, 3, 4, 20000)]
    [InlineData("object", "uru", new[] { 50000 }, 10000, 3, 5, 50000)]
    [InlineData("object", "rrrrr", new[] { 12000 }, 20000, 5, 3, 12000)]
    [InlineData("object", "rrr", new[] { 20666 }, 20000, 3, 3, 20666)]
    [InlineData("object per pod", "rrr", new[] { 20000 }, 5000, 3, 4, 6667)]
    [InlineData("object per pod", "rrrrr", new[] { 6000 }, 2000, 5, 3, 1200)]
    [InlineData("object per pod", "rrrr", new[] { 20166 }, 5000, 4, 4, 5042)]
    [InlineData("external", "r", new[] { 8600 }, 4400, 1, 2, 8600)]
    [InlineData("external", "uru", new[] { 8600 }, 4400, 3, 2, 8600)]
    [InlineData("external", "rrrrr", new[] { 8600 }, 14334, 5, 3, 8600)]
    [InlineData("external", "rrr", new[] { 8600 }, 8888, 3, 3, 8600)]
    [InlineData("external", "rr", new[] { 4000, 4000 }, 4000, 2, 4, 8000)]
    [InlineData("external per pod", "rrr", new[] { 8600 }, 2150, 3, 4, 2867)]
    [InlineData("external per pod", "rrrrr", new[] { 8600 }, 2867, 5, 3, 1720)]
    [InlineData("external per pod", "rrr", new[] { 8600 }, 2900, 3, 3, 2867)]
    public void The_size_follows_the_metric(string kind, string pods, int[] values, int target, int current, int expected, int told)
    {
        var reading = new MetricReading([.. values.Select(static (value, i) => new MetricSample($"web-{i}", value))]);
        var plan = Plan(View(Metric(kind, target), pods, current, reading));
        (plan.Replicas ?? current).ShouldBe(expected);
        Value(plan.Status.CurrentMetrics.ShouldHaveSingleItem()).MilliValue.ShouldBe(told);
        plan.Status.Conditions.Single(static c => c.Type == "ScalingActive").Reason.ShouldBe("ValidMetricFound");
    }

    [Theory]
    [InlineData("pods", "pods metric rps")]
    [InlineData("object", "Service metric rps")]
    [InlineData("object per pod", "external metric rps(&LabelSelector{MatchLabels:map[string]string{verb: GET,},MatchExpressions:[]LabelSelectorRequirement{},})")]
    [InlineData("external", "external metric rps(&LabelSelector{MatchLabels:map[string]string{verb: GET,},MatchExpressions:[]LabelSelectorRequirement{},})")]
    [InlineData("external per pod", "external metric rps(&LabelSelector{MatchLabels:map[string]string{verb: GET,},MatchExpressions:[]LabelSelectorRequirement{},})")]
    public void What_the_size_comes_from_is_said(string kind, string name)
    {
        var plan = Plan(View(Metric(kind, 1000), "rr", 2, new MetricReading([new MetricSample("web-0", 9000), new MetricSample("web-1", 9000)])));
        plan.Status.Conditions.Single(static c => c.Type == "ScalingActive").Message.ShouldBe($"the HPA was able to successfully calculate a replica count from {name}");
        plan.Events.ShouldHaveSingleItem().Message.ShouldEndWith($"reason: {name} above target");
    }

    [Theory]
    [InlineData("pods", "FailedGetPodsMetric", "unable to get metric rps: unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered",
        "failed to get pods metric value: ")]
    [InlineData("object", "FailedGetObjectMetric",
        "unable to get metric rps: unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered on Service default/front", "failed to get object metric value: ")]
    [InlineData("object per pod", "FailedGetObjectMetric",
        "unable to get metric rps: unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered on Service default/front",
        "failed to get object metric value: failed to get rps object metric: ")]
    [InlineData("external", "FailedGetExternalMetric",
        "unable to get external metric default/rps/&LabelSelector{MatchLabels:map[string]string{verb: GET,},MatchExpressions:[]LabelSelectorRequirement{},}: unable to fetch metrics from external metrics API: "
        + "the server could not find the requested resource (get rps.external.metrics.k8s.io)", "failed to get rps external metric value: failed to get external metric rps: ")]
    [InlineData("external per pod", "FailedGetExternalMetric",
        "unable to get external metric default/rps/&LabelSelector{MatchLabels:map[string]string{verb: GET,},MatchExpressions:[]LabelSelectorRequirement{},}: unable to fetch metrics from external metrics API: "
        + "the server could not find the requested resource (get rps.external.metrics.k8s.io)", "failed to get rps external metric value: failed to get rps external metric: ")]
    public void That_nobody_serves_a_metric_is_said(string kind, string reason, string problem, string within)
    {
        var plan = Plan(View(Metric(kind, 1000), "rr", 2, MetricReading.Unserved(Metric(kind, 1000))));
        var condition = plan.Status.Conditions.Single(static c => c.Type == "ScalingActive");
        (condition.Status, condition.Reason, condition.Message).ShouldBe(("False", reason, $"the HPA was unable to compute the replica count: {problem}"));
        plan.Events.ShouldBe(
        [
            PlannedEvent.Warning(reason, problem),
            PlannedEvent.Warning("FailedComputeMetricsReplicas", $"invalid metrics (1 invalid out of 1), first error is: {within}{problem}"),
        ]);
    }

    [Theory]
    [InlineData("object", "unable to calculate ready pods: no pods returned by selector while calculating replica count")]
    [InlineData("external", "unable to calculate ready pods: no pods returned by selector while calculating replica count")]
    [InlineData("pods", "no pods returned by selector while calculating replica count")]
    public void A_target_without_pods_is_told_of(string kind, string problem) =>
        Plan(View(Metric(kind, 1000), "", 2, new MetricReading([new MetricSample("x", 9000)]))).Events[0].Message.ShouldBe(problem);

    [Fact]
    public void A_metric_without_a_target_is_no_good()
    {
        var bare = new MetricSpec { Type = "External", External = new ExternalMetricSource { Metric = new MetricIdentifier { Name = "rps" } } };
        Plan(View(bare, "rr", 2, new MetricReading([new MetricSample("", 1)]))).Events[0].Message.ShouldBe(
            "invalid external metric source: neither a value target nor an average value target was set");
        var source = new MetricSpec { Type = "Object", Object = new ObjectMetricSource { Target = new MetricTarget { Type = "Value" } } };
        Plan(View(source, "rr", 2, new MetricReading([new MetricSample("", 1)]))).Events[0].Message.ShouldBe(
            "invalid object metric source: neither a value target nor an average value target was set");
    }

    /// <summary>Whatever is read, the size moves towards the target, if at all, and a second look at the size that was asked for finds nothing to change where the value is shared.</summary>
    [Fact]
    public void A_shared_value_leads_to_a_size_that_stays() => Prop.ForAll(
        (from current in Gen.Choose(1, 50) from value in Gen.Choose(1, 200_000) from target in Gen.Choose(1000, 20_000) from kind in Gen.Elements("object per pod", "external per pod") select (current, value, target, kind)).ToArbitrary(),
        sample =>
        {
            var first = Plan(View(Metric(sample.kind, sample.target), new string('r', sample.current), sample.current, new MetricReading([new MetricSample("", sample.value)])));
            var size = first.Replicas ?? sample.current;
            if (size > sample.current) (sample.value / (double)sample.current).ShouldBeGreaterThan(sample.target);
            if (size < sample.current) (sample.value / (double)sample.current).ShouldBeLessThan(sample.target);
            Plan(View(Metric(sample.kind, sample.target), new string('r', size), size, new MetricReading([new MetricSample("", sample.value)]))).Replicas.ShouldBeNull();
        }).QuickCheckThrowOnFailure();

    private static AutoscalerPlan Plan(AutoscalerView view) => AutoscalerPlanner.Plan(view, AutoscalerMemory.Empty.Recommend(Now.AddMinutes(-10), 1), Now);

    private static Quantity Value(MetricStatus status) =>
        (status.Pods?.Current ?? status.Object?.Current ?? status.External!.Current) is var current ? current.Value ?? current.AverageValue!.Value : default;

    private static MetricSpec Metric(string kind, int target)
    {
        var metric = new MetricIdentifier { Name = "rps", Selector = new LabelSelector { MatchLabels = new Dictionary<string, string> { ["verb"] = "GET" } } };
        var amount = Quantity.OfMilli(target);
        var goal = kind.EndsWith("per pod", StringComparison.Ordinal) || kind == "pods"
            ? new MetricTarget { Type = "AverageValue", AverageValue = amount }
            : new MetricTarget { Type = "Value", Value = amount };
        return kind.Split(' ')[0] switch
        {
            "pods" => new MetricSpec { Type = "Pods", Pods = new PodsMetricSource { Metric = metric, Target = goal } },
            "object" => new MetricSpec
            {
                Type = "Object",
                Object = new ObjectMetricSource { Metric = metric, Target = goal, DescribedObject = new CrossVersionObjectReference { ApiVersion = "v1", Kind = "Service", Name = "front" } },
            },
            _ => new MetricSpec { Type = "External", External = new ExternalMetricSource { Metric = metric, Target = goal } },
        };
    }

    private static AutoscalerView View(MetricSpec metric, string pods, int current, MetricReading reading)
    {
        var anything = new HPAScalingRules { StabilizationWindowSeconds = 0, SelectPolicy = "Max", Policies = [new HPAScalingPolicy { Type = "Pods", Value = 1000, PeriodSeconds = 15 }] };
        var autoscaler = new HorizontalPodAutoscaler
        {
            Metadata = new ObjectMeta { Name = "web", Namespace = "default" },
            Spec = new HorizontalPodAutoscalerSpec
            {
                MinReplicas = 1, MaxReplicas = 1000, Metrics = [metric], Behavior = new HorizontalPodAutoscalerBehavior { ScaleUp = anything, ScaleDown = anything },
            },
        };
        return new AutoscalerView(autoscaler, new ScaleTarget(current, "app=web", current), "", [.. pods.Select(Pod)], new Dictionary<string, PodUsage>()) { Readings = [reading] };
    }

    private static Pod Pod(char state, int index) => new()
    {
        Metadata = new ObjectMeta { Name = $"web-{index}", Namespace = "default", DeletionTimestamp = state == 'd' ? Now : null },
        Status = new PodStatus
        {
            Phase = state switch { 'p' => "Pending", 'f' => "Failed", _ => "Running" }, StartTime = Now.AddHours(-1),
            Conditions = [new PodCondition { Type = "Ready", Status = state == 'r' ? "True" : "False", LastTransitionTime = Now.AddHours(-1) }],
        },
    };
}
