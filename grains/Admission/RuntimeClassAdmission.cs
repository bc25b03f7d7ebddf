using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.RuntimeClasses;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.NodeApi;

namespace Orleans.Kube.Grains;

/// <summary>New pods take over from the RuntimeClass that they name what it takes to run them; one that is not there is refused.</summary>
public sealed class RuntimeClassAdmission : IAdmissionPlugin
{
    public int Order => 450;

    public bool Handles(AdmissionRequest request) => request is { Operation: AdmissionOperation.Create, Subresource: "" } && request.Key.Resource == Resources.Pods;

    public ValueTask<KubeObject> AdmitAsync(AdmissionRequest request, KubeObject value)
    {
        var pod = (Pod)value;
        if (string.IsNullOrEmpty(pod.Spec.RuntimeClassName) && pod.Spec.Overhead.Count == 0) return ValueTask.FromResult(value);
        var (completed, objection) = RuntimeClassRules.Complete(pod, Class(request, pod.Spec.RuntimeClassName));
        return objection is null ? ValueTask.FromResult<KubeObject>(completed) : throw Failures.Forbidden(request.Key.Resource, request.Key.Name, objection);
    }

    private static RuntimeClass? Class(AdmissionRequest request, string? name) => string.IsNullOrEmpty(name) ? null
        : request.View.Find(new ObjectKey(Resources.RuntimeClasses, "", name))?.As<RuntimeClass>()
            ?? throw Failures.Forbidden(request.Key.Resource, request.Key.Name, $"pod rejected: RuntimeClass \"{name}\" not found");
}
