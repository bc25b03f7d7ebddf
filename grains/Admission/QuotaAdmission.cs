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
        ApiObject[] quotas = [.. request.View.List(Resources.ResourceQuotas, request.Key.Namespace).Where(q => Counts(q, request))];
        if (quotas.Length == 0) return;
        var wanted = ApiObject.FromContent(request.Key, value);
        foreach (var quota in quotas)
            if (QuotaPlanner.Incomplete(quota.As<ResourceQuota>(), wanted) is { } incomplete) throw Refused(request, incomplete);

        var charge = new QuotaCharge(wanted, request.Old is { } old ? ApiObject.FromContent(request.Key, old) : null, request.Context.DryRun);
        // Where one of several refuses, none of them is to count what is not written.
        if (quotas.Length > 1 && !charge.DryRun) await ChargeAsync(request, quotas, charge with { DryRun = true });
        await ChargeAsync(request, quotas, charge);
    }

    private async Task ChargeAsync(AdmissionRequest request, ApiObject[] quotas, QuotaCharge charge)
    {
        foreach (var quota in quotas)
            if (await grains.GetGrain<IResourceQuotaGrain>(quota.Key.Path).ChargeAsync(charge) is { } refusal) throw Refused(request, refusal);
    }

    private static bool Counts(ApiObject quota, AdmissionRequest request) => QuotaPlanner.Counted(quota.As<ResourceQuota>().Spec).Contains(request.Key.Resource);

    private static StatusException Refused(AdmissionRequest request, string why) => Failures.Forbidden(request.Key.Resource, request.Key.Name, why);
}
