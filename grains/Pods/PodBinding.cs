using Orleans.Kube.Grains.Writes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Grains;

/// <summary>The binding of a pod to its node: once, and for good.</summary>
public static class PodBinding
{
    private static readonly GroupResource Subresource = new("", "pods/binding");

    /// <summary>The pod on the node that the binding names.</summary>
    /// <exception cref="Model.Errors.StatusException">409: the pod cannot be bound (any more); 422: the binding names no node.</exception>
    public static WriteOutcome Bind(WriteTurn turn, Pod pod, Binding binding)
    {
        Check(turn, pod, binding);
        var node = binding.Target.Name;
        var annotations = new Dictionary<string, string>(pod.Metadata.Annotations);
        foreach (var (key, value) in binding.Metadata.Annotations) annotations[key] = value;
        var bound = pod with
        {
            Metadata = pod.Metadata with { Annotations = annotations, ResourceVersion = "" },
            Spec = pod.Spec with { NodeName = node },
            Status = pod.Status with { Conditions = Scheduled(pod, turn.Now) },
        };
        return new WriteOutcome.Store(bound);
    }

    private static void Check(WriteTurn turn, Pod pod, Binding binding)
    {
        if (binding.Target.Name.Length == 0) throw Failures.Invalid("", "Binding", pod.Metadata.Name, [FieldError.Required("target.name")]);
        if (binding.Target.Kind is not ("" or "Node"))
            throw Failures.Invalid("", "Binding", pod.Metadata.Name, [FieldError.NotSupported("target.kind", binding.Target.Kind, ["Node", "<empty>"])]);
        if (binding.Metadata.Uid.Length > 0 && binding.Metadata.Uid != pod.Metadata.Uid)
        {
            throw Failures.Conflict(Subresource, pod.Metadata.Name,
                $"Precondition failed: UID in precondition: {binding.Metadata.Uid}, UID in object meta: {pod.Metadata.Uid}");
        }

        var refusal = pod switch
        {
            { Metadata.DeletionTimestamp: not null } => $"pod {pod.Metadata.Name} is being deleted, cannot be assigned to a host",
            { Spec.NodeName.Length: > 0 } => $"pod {pod.Metadata.Name} is already assigned to node \"{pod.Spec.NodeName}\"",
            { Spec.SchedulingGates.Count: > 0 } => $"pod {pod.Metadata.Name} has non-empty .spec.schedulingGates",
            _ => null,
        };
        if (refusal is not null) throw Failures.Conflict(Subresource, pod.Metadata.Name, refusal);
    }

    private static IReadOnlyList<PodCondition> Scheduled(Pod pod, DateTimeOffset now) =>
    [
        .. pod.Status.Conditions.Where(static c => c.Type != PodConditionType.PodScheduled),
        new PodCondition { Type = PodConditionType.PodScheduled, Status = ConditionStatus.True, LastTransitionTime = now },
    ];
}
