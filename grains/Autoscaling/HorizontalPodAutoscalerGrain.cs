using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Autoscaling;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Grains.Writes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Autoscaling;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Selectors;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;
using Scale = Orleans.Kube.Model.AutoscalingV1.Scale;

namespace Orleans.Kube.Grains.Autoscaling;

/// <summary>A HorizontalPodAutoscaler: measures the pods of its target every 15 seconds and writes the target's scale.</summary>
[GrainType("horizontalpodautoscalers.autoscaling")]
public sealed class HorizontalPodAutoscalerGrain(
    [PersistentState("object", "ledger")] IPersistentState<ObjectState> state, ObjectServices services, ReconcileServices reconciling, IPodUsageSource usage,
    IMetricSource metrics)
    : ReconcilingGrain(state, services, reconciling), IHorizontalPodAutoscalerGrain
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    private AutoscalerMemory _memory = AutoscalerMemory.Empty;
    private DateTimeOffset _due;
    private long _settledAt;

    protected override string Component => "horizontal-pod-autoscaler";

    protected override async Task<DateTimeOffset?> ReconcileAsync(IClusterView view)
    {
        if (Stored is null) return null;
        var now = Services.Time.GetUtcNow();
        if (Stored.Revision == _settledAt && now < _due) return _due;

        var autoscaler = Stored.As<HorizontalPodAutoscaler>();
        var target = Find(view, autoscaler);
        Pod[] pods = target.Scale is { } scale
            ? [.. Selected(view, scale)]
            : [];
        var measured = pods.Length == 0 ? new Dictionary<string, PodUsage>() : await usage.MeasureAsync(pods);
        var readings = target.Scale is { Spec.Replicas: > 0, Status.Selector: var selector } ? await ReadAsync(autoscaler, selector) : [];
        now = Services.Time.WholeSeconds();
        var scaled = target.Scale is { } s ? new ScaleTarget(s.Spec.Replicas, s.Status.Selector, s.Status.Replicas) : null;
        var plan = AutoscalerPlanner.Plan(
            new AutoscalerView(autoscaler, scaled, target.Problem, pods, measured)
            {
                Selecting = [.. Selecting(view, pods)], Readings = readings,
            },
            _memory, now);
        await CarryOutAsync(autoscaler, target, plan, now);
        (_due, _settledAt) = (now + Period, Stored.Revision);
        return _due;
    }

    /// <summary>What other API servers say of the metrics that they have.</summary>
    private Task<MetricReading?[]> ReadAsync(HorizontalPodAutoscaler autoscaler, string selector) => Task.WhenAll(autoscaler.Spec.Metrics.Select(async metric =>
        metric.Type is MetricSourceType.Pods or MetricSourceType.Object or MetricSourceType.External ? await metrics.ReadAsync(metric, Key.Namespace, selector) : null));

    private async Task CarryOutAsync(HorizontalPodAutoscaler autoscaler, Target target, AutoscalerPlan plan, DateTimeOffset now)
    {
        var status = plan.Status;
        if (plan.Replicas is { } replicas)
        {
            var resized = target.Scale! with { Spec = target.Scale.Spec with { Replicas = replicas } };
            if (await Writes.WriteAsync(new ObjectReplacement(target.Key, resized, SubresourceRules.Scale)) is { } refusal)
            {
                Record([PlannedEvent.Warning("FailedRescale", $"New size: {replicas}; reason: {plan.Reason}; error: {refusal.Message}")]);
                await WriteStatusAsync(autoscaler, AutoscalerPlanner.Refused(autoscaler, plan, refusal.Message, now));
                return;
            }
        }

        _memory = plan.Memory;
        Record(plan.Events);
        await WriteStatusAsync(autoscaler, status);
    }

    private async Task WriteStatusAsync(HorizontalPodAutoscaler autoscaler, HorizontalPodAutoscalerStatus status) =>
        await WriteOrThrowAsync([ObjectReplacement.StatusOf(Key.Resource, autoscaler with { Status = status })]);

    private Target Find(IClusterView view, HorizontalPodAutoscaler autoscaler)
    {
        var reference = autoscaler.Spec.ScaleTargetRef;
        if (!Services.Registry.TryFindKind(reference.ApiVersion, reference.Kind, out var definition))
            return new Target(default, null, $"no matches for kind \"{reference.Kind}\" in group \"{GroupOf(reference.ApiVersion)}\"");
        if (definition.Scale is null) return new Target(default, null, "the server could not find the requested resource");
        var key = definition.Key(Key.Namespace, reference.Name);
        return view.Find(key) is { } found
            ? new Target(key, (Scale)ScaleRepresentation.Of(definition, found).Decode(typeof(Scale)), "")
            : new Target(key, null, $"{key.Resource} \"{reference.Name}\" not found");
    }

    private IEnumerable<Pod> Selected(IClusterView view, Scale scale)
    {
        if (scale.Status.Selector.Length == 0) return [];
        var selector = LabelQuery.Parse(scale.Status.Selector);
        return view.List(Resources.Pods, Key.Namespace).Where(pod => selector.Matches(pod.Header.Labels)).Select(static pod => pod.As<Pod>());
    }

    /// <summary>The autoscalers whose targets select one of the pods.</summary>
    private IEnumerable<string> Selecting(IClusterView view, IReadOnlyList<Pod> pods)
    {
        if (pods.Count == 0 || view.Count(Key.Resource, Key.Namespace) < 2) yield break;
        foreach (var other in view.List(Key.Resource, Key.Namespace))
        {
            if (Find(view, other.As<HorizontalPodAutoscaler>()).Scale is not { Status.Selector: { Length: > 0 } text }) continue;
            var selector = LabelQuery.Parse(text);
            if (pods.Any(pod => selector.Matches(pod.Metadata.Labels))) yield return $"{other.Key.Namespace}/{other.Key.Name}";
        }
    }

    private static string GroupOf(string apiVersion) => apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion[..apiVersion.IndexOf('/')] : "";

    private readonly record struct Target(ObjectKey Key, Scale? Scale, string Problem);
}
