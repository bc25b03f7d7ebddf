using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Scheduling;
using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;
using Orleans.Kube.Model.Policy;
using ConditionStatus = Orleans.Kube.Model.Core.ConditionStatus;
using ObjectPatch = Orleans.Kube.Controllers.ObjectPatch;

namespace Orleans.Kube.Grains.Scheduling;

/// <summary>Writes down what the scheduler decided: bindings, evictions, and why a pod cannot be placed.</summary>
internal sealed class PlacementWriter(IGrainFactory grains, string scheduler, SchedulerServices services)
{
    private const int NoteLength = 1024;
    private const string More = " ...";

    private readonly WriteContext _context = WriteContext.System(scheduler);
    private readonly ILogger _logger = services.Loggers.CreateLogger<PlacementWriter>();
    private readonly PreemptionPlanner _preemption = new(services.Rules);

    /// <summary>Binds the pod to the node.</summary>
    /// <returns>False when it was not bound and has to be placed again, if it is still there.</returns>
    public async Task<bool> BindAsync(PodDemand pod, string node)
    {
        var binding = new Binding
        {
            ApiVersion = "v1", Kind = "Binding",
            Metadata = new ObjectMeta { Name = pod.Key.Name, Namespace = pod.Namespace, Uid = pod.Uid },
            Target = new ObjectReference { ApiVersion = "v1", Kind = "Node", Name = node },
        };
        try
        {
            var reply = await Grain(pod.Key).ReplaceAsync(new ReplaceRequest(ApiObject.FromContent(pod.Key, binding), "binding", _context));
            if (reply.Failure is not null)
            {
                SchedulerLog.NotBound(_logger, pod.Key.Path, node, PlanWriter.Status(reply).Message);
                return false;
            }
        }
        catch (Exception error)
        {
            SchedulerLog.BindingFailed(_logger, error, pod.Key.Path, node);
            return false;
        }

        Record(pod, PlannedEvent.Normal("Scheduled", $"Successfully assigned {pod.Key.Path} to {node}"));
        return true;
    }

    /// <summary>Tells the claims that their pod goes to the node, so that they are bound to volumes there.</summary>
    public async Task SelectAsync(PodDemand pod, IReadOnlyList<PersistentVolumeClaim> claims, string node)
    {
        try
        {
            foreach (var claim in claims.Where(claim => VolumeMarks.SelectedNodeOf(claim) != node))
            {
                var body = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [VolumeMarks.SelectedNode] = node } } };
                var patch = ObjectPatch.Of(Resources.PersistentVolumeClaims, claim, PatchKind.Merge, body);
                var reply = await Grain(patch.Key).PatchAsync(new PatchRequest(patch.Kind, patch.ToJson(), "", false, _context));
                if (reply.Failure is not null) SchedulerLog.NotBound(_logger, pod.Key.Path, node, PlanWriter.Status(reply).Message);
            }
        }
        catch (Exception error)
        {
            SchedulerLog.BindingFailed(_logger, error, pod.Key.Path, node);
        }
    }

    /// <summary>Makes room for the pod if that can be done, and says on the pod why it has no node.</summary>
    public async Task ReportAsync(QueuedPod queued, ClusterModel model, FitReport report, int start)
    {
        var pod = queued.Demand;
        var plan = _preemption.Plan(pod, model, report, Budgets(), start);
        var nominated = plan.Node ?? (plan.GivesUp ? "" : pod.Pod.Status.NominatedNodeName);
        if (nominated != pod.Pod.Status.NominatedNodeName) model.Nominate(pod, nominated);
        foreach (var other in plan.Displaced) model.Nominate(other, "");
        var message = plan.Message.Length == 0 || model.Nodes.Count == 0 ? report.Message : $"{report.Message} {plan.Message}";
        Record(pod, PlannedEvent.Warning("FailedScheduling", Note(message)));
        try
        {
            await Task.WhenAll(plan.Victims.Select(victim => EvictAsync(victim, pod, plan.Node!)));
            await Task.WhenAll(plan.Displaced.Select(other => PatchAsync(other, new JsonObject { ["nominatedNodeName"] = null })));
            await SayAsync(pod, message, nominated);
        }
        catch (Exception error)
        {
            SchedulerLog.ReportFailed(_logger, error, pod.Key.Path);
        }
    }

    /// <summary>As much of a text as an event holds.</summary>
    private static string Note(string message) => message.Length <= NoteLength ? message : message[..(NoteLength - More.Length)] + More;

    private IReadOnlyList<DisruptionBudget> Budgets() =>
    [
        .. services.Cluster.Current.List(Resources.PodDisruptionBudgets).Select(static item => item.As<PodDisruptionBudget>())
            .Select(static budget => new DisruptionBudget(budget.Metadata.Namespace, budget.Spec.Selector, budget.Status.DisruptionsAllowed)
            {
                Evicted = [.. budget.Status.DisruptedPods.Keys],
            }),
    ];

    private async Task EvictAsync(PodDemand victim, PodDemand preemptor, string node)
    {
        await PatchAsync(victim, Condition(victim, new PodCondition
        {
            Type = PodConditionType.DisruptionTarget, Status = ConditionStatus.True, Reason = PreemptionPlanner.PreemptedByScheduler,
            Message = $"{scheduler}: preempting to accommodate a higher priority pod",
        }));
        var options = new DeleteOptions { ApiVersion = "v1", Kind = "DeleteOptions", Preconditions = new Preconditions { Uid = victim.Uid } };
        await Grain(victim.Key).DeleteAsync(new DeleteRequest(JsonSerializer.SerializeToUtf8Bytes(options, KubeJson.Options), _context));
        Record(victim, PlannedEvent.Normal("Preempted", $"Preempted by pod {preemptor.Uid} on node {node}"));
    }

    /// <summary>Writes nothing when the pod says so already.</summary>
    private Task SayAsync(PodDemand pod, string message, string nominated)
    {
        var said = pod.Pod.Condition(PodConditionType.PodScheduled);
        if (said is { Status: ConditionStatus.False, Reason: "Unschedulable" } && said.Message == message && pod.Pod.Status.NominatedNodeName == nominated)
            return Task.CompletedTask;
        var status = Condition(pod, new PodCondition
        {
            Type = PodConditionType.PodScheduled, Status = ConditionStatus.False, Reason = "Unschedulable", Message = message,
        });
        if (nominated != pod.Pod.Status.NominatedNodeName) status["nominatedNodeName"] = nominated.Length == 0 ? null : nominated;
        return PatchAsync(pod, status);
    }

    private JsonObject Condition(PodDemand pod, PodCondition condition)
    {
        var before = pod.Pod.Condition(condition.Type);
        condition = condition with { LastTransitionTime = before?.Status == condition.Status ? before.LastTransitionTime : services.Time.WholeSeconds() };
        return new JsonObject { ["conditions"] = new JsonArray(JsonSerializer.SerializeToNode(condition, KubeJson.Options)) };
    }

    private async Task PatchAsync(PodDemand pod, JsonObject status)
    {
        var patch = ObjectPatch.Of(Resources.Pods, pod.Pod, PatchKind.StrategicMerge, new JsonObject { ["status"] = status }, "status");
        // A pod that is gone or replaced needs no message.
        await Grain(pod.Key).PatchAsync(new PatchRequest(patch.Kind, patch.ToJson(), patch.Subresource, false, _context));
    }

    private IObjectGrain Grain(ObjectKey key) => grains.ObjectGrain(key);

    private void Record(PodDemand pod, PlannedEvent seen) => services.Events.Record(
        new ObjectReference { ApiVersion = "v1", Kind = "Pod", Namespace = pod.Namespace, Name = pod.Key.Name, Uid = pod.Uid }, seen, scheduler);
}
