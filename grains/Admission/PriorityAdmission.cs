using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Scheduling;

namespace Orleans.Kube.Grains;

/// <summary>
/// Turns a pod's priority class into its priority; without one, the cluster's default class or 0. There is one default class at most
/// (k8s.io/kubernetes/plugin/pkg/admission/priority).
/// </summary>
public sealed class PriorityAdmission : IAdmissionPlugin
{
    private const string ClusterCritical = "system-cluster-critical";
    private const string NodeCritical = "system-node-critical";

    public int Order => 200;

    public bool Handles(AdmissionRequest request) =>
        request is { Operation: AdmissionOperation.Create or AdmissionOperation.Update, Subresource: "" }
        && (request.Key.Resource == Resources.Pods || request.Key.Resource == Resources.PriorityClasses);

    public ValueTask<KubeObject> AdmitAsync(AdmissionRequest request, KubeObject value)
    {
        if (value is not Pod pod) CheckDefault(request, (PriorityClass)value);
        else if (request.Old is Pod old) return ValueTask.FromResult<KubeObject>(Keep(pod, old));
        else return ValueTask.FromResult<KubeObject>(Prioritize(request, pod));
        return ValueTask.FromResult(value);
    }

    private static void CheckDefault(AdmissionRequest request, PriorityClass value)
    {
        if (value.GlobalDefault && Default(request) is { } other && (request.Old is null || other.Metadata.Name != value.Metadata.Name))
            throw Failures.Forbidden(request.Key.Resource, request.Key.Name, $"PriorityClass {other.Metadata.Name} is already marked as default. Only one default can exist");
    }

    /// <summary>Manifests do not name the priority that admission gave the pod.</summary>
    private static Pod Keep(Pod pod, Pod old) => pod with
    {
        Spec = pod.Spec with { Priority = pod.Spec.Priority ?? old.Spec.Priority, PreemptionPolicy = pod.Spec.PreemptionPolicy ?? old.Spec.PreemptionPolicy },
    };

    private static Pod Prioritize(AdmissionRequest request, Pod pod)
    {
        var (name, priority, policy) = Resolve(request, pod.Spec.PriorityClassName);
        if (pod.Spec.Priority is { } given && given != priority)
        {
            throw Failures.Forbidden(request.Key.Resource, request.Key.Name,
                $"the integer value of priority ({given}) must not be provided in pod spec; priority admission controller computed {priority} from the given PriorityClass name");
        }

        if (pod.Spec.PreemptionPolicy is { } asked && asked != policy)
        {
            throw Failures.Forbidden(request.Key.Resource, request.Key.Name,
                $"the string value of PreemptionPolicy ({asked}) must not be provided in pod spec; priority admission controller computed {policy} from the given PriorityClass name");
        }

        return pod with { Spec = pod.Spec with { PriorityClassName = name, Priority = priority, PreemptionPolicy = policy } };
    }

    /// <summary>The default class; where two got there at the same time, the lower one.</summary>
    private static PriorityClass? Default(AdmissionRequest request) => request.View.List(Resources.PriorityClasses)
        .Select(static o => o.As<PriorityClass>()).Where(static c => c.GlobalDefault).MinBy(static c => c.Value);

    private static (string Name, int Priority, string Policy) Resolve(AdmissionRequest request, string name)
    {
        if (name == ClusterCritical) return (name, 2_000_000_000, PreemptionPolicy.PreemptLowerPriority);
        if (name == NodeCritical) return (name, 2_000_001_000, PreemptionPolicy.PreemptLowerPriority);
        if (name.Length == 0)
        {
            var standard = Default(request);
            return standard is null ? ("", 0, PreemptionPolicy.PreemptLowerPriority) : Of(standard);
        }

        return Of(request.View.Find(new ObjectKey(Resources.PriorityClasses, "", name))?.As<PriorityClass>()
            ?? throw Failures.Forbidden(request.Key.Resource, request.Key.Name, $"no PriorityClass with name {name} was found"));
    }

    private static (string Name, int Priority, string Policy) Of(PriorityClass found) =>
        (found.Metadata.Name, found.Value, found.PreemptionPolicy ?? PreemptionPolicy.PreemptLowerPriority);
}
