using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Scheduling;

namespace Orleans.Kube.Grains;

/// <summary>Turns a pod's priority class into its priority; without one, the cluster's default class or 0.</summary>
public sealed class PriorityAdmission : IAdmissionPlugin
{
    private const string ClusterCritical = "system-cluster-critical";
    private const string NodeCritical = "system-node-critical";

    public int Order => 200;

    public bool Handles(AdmissionRequest request) =>
        request is { Operation: AdmissionOperation.Create, Subresource: "" } && request.Key.Resource == Resources.Pods;

    public ValueTask<KubeObject> AdmitAsync(AdmissionRequest request, KubeObject value)
    {
        var pod = (Pod)value;
        var (name, priority, policy) = Resolve(request, pod.Spec.PriorityClassName);
        if (pod.Spec.Priority is { } given && given != priority)
        {
            throw Failures.Forbidden(request.Key.Resource, request.Key.Name,
                $"the integer value of priority ({given}) must not be provided in pod spec; priority admission controller computed {priority} from the given PriorityClass name");
        }

        return ValueTask.FromResult<KubeObject>(pod with
        {
            Spec = pod.Spec with { PriorityClassName = name, Priority = priority, PreemptionPolicy = pod.Spec.PreemptionPolicy ?? policy },
        });
    }

    private static (string Name, int Priority, string Policy) Resolve(AdmissionRequest request, string name)
    {
        if (name == ClusterCritical) return (name, 2_000_000_000, PreemptionPolicy.PreemptLowerPriority);
        if (name == NodeCritical) return (name, 2_000_001_000, PreemptionPolicy.PreemptLowerPriority);
        if (name.Length == 0)
        {
            var standard = request.View.List(Resources.PriorityClasses).Select(static o => o.As<PriorityClass>())
                .Where(static c => c.GlobalDefault).MinBy(static c => c.Value);
            return standard is null ? ("", 0, PreemptionPolicy.PreemptLowerPriority) : Of(standard);
        }

        return Of(request.View.Find(new ObjectKey(Resources.PriorityClasses, "", name))?.As<PriorityClass>()
            ?? throw Failures.Forbidden(request.Key.Resource, request.Key.Name, $"no PriorityClass with name {name} was found"));
    }

    private static (string Name, int Priority, string Policy) Of(PriorityClass found) =>
        (found.Metadata.Name, found.Value, found.PreemptionPolicy ?? PreemptionPolicy.PreemptLowerPriority);
}
