using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Quotas;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains;

/// <summary>A new object has to fit into the quotas of its namespace; so has what a service or a claim asks for in addition. Comes last, for it counts.</summary>
public sealed class QuotaAdmission(IGrainFactory grains) : IAdmissionPlugin
{
    public int Order => 1000;

    public bool Handles(AdmissionRequest request) => request.Key.Namespace.Length > 0 && (request.Operation, request.Subresource) switch
    {
        (AdmissionOperation.Create, "") => true,
        (AdmissionOperation.Update, "") => request.Key.Resource == Resources.Services || request.Key.Resource == Resources.PersistentVolumeClaims,
        (AdmissionOperation.Update, "resize") => request.Key.Resource == Resources.Pods,
        _ => false,
    };

    public async ValueTask ValidateAsync(AdmissionRequest request, KubeObject value)
    {
        QuotaCharge? charge = null;
        foreach (var stored in request.View.List(Resources.ResourceQuotas, request.Key.Namespace))
        {
            if (!QuotaPlanner.Counted(stored.As<ResourceQuota>().Spec).Contains(request.Key.Resource)) continue;
            charge ??= new QuotaCharge(
                ApiObject.FromContent(request.Key, value), request.Old is { } old ? ApiObject.FromContent(request.Key, old) : null, request.Context.DryRun);
            if (await grains.GetGrain<IResourceQuotaGrain>(stored.Key.Path).ChargeAsync(charge) is { } refusal)
                throw Failures.Forbidden(request.Key.Resource, request.Key.Name, refusal);
        }
    }
}
