using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Limits;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains;

/// <summary>New pods get the requests and limits that their namespace's LimitRanges give, and pods and claims keep to their bounds.</summary>
public sealed class LimitRangeAdmission : IAdmissionPlugin
{
    public int Order => 50;

    public bool Handles(AdmissionRequest request) => (request.Operation, request.Subresource) switch
    {
        (AdmissionOperation.Create, "") => request.Key.Resource == Resources.Pods || request.Key.Resource == Resources.PersistentVolumeClaims,
        (AdmissionOperation.Update, "") => request.Key.Resource == Resources.PersistentVolumeClaims,
        (AdmissionOperation.Update, "resize") => request.Key.Resource == Resources.Pods,
        _ => false,
    };

    public ValueTask<KubeObject> AdmitAsync(AdmissionRequest request, KubeObject value)
    {
        if (request.Operation == AdmissionOperation.Create && value is Pod pod)
            foreach (var spec in Ranges(request)) value = pod = LimitRangeRules.Complete(pod, spec);
        return ValueTask.FromResult(value);
    }

    public ValueTask ValidateAsync(AdmissionRequest request, KubeObject value)
    {
        foreach (var spec in Ranges(request))
        {
            string[] objections = [.. (value is Pod pod ? LimitRangeRules.Objections(pod, spec) : LimitRangeRules.Objections((PersistentVolumeClaim)value, spec)).Distinct()];
            if (objections.Length == 0) continue;
            throw Failures.Forbidden(request.Key.Resource, request.Key.Name, objections.Length == 1 ? objections[0] : $"[{string.Join(", ", objections)}]");
        }

        return ValueTask.CompletedTask;
    }

    private static IEnumerable<LimitRangeSpec> Ranges(AdmissionRequest request) =>
        request.View.List(Resources.LimitRanges, request.Key.Namespace).Select(static stored => stored.As<LimitRange>().Spec);
}
