using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Services;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Networking;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains;

/// <summary>A ServiceCIDR: services get addresses from it once it is ready, and it stays while they have them.</summary>
[GrainType("servicecidrs.networking.k8s.io")]
public sealed class ServiceCIDRGrain([PersistentState("object", "ledger")] IPersistentState<ObjectState> state, ObjectServices services, ReconcileServices reconciling)
    : ReconcilingGrain(state, services, reconciling), IServiceCIDRGrain
{
    protected override string Component => "service-cidr-controller";

    protected override async Task<DateTimeOffset?> ReconcileAsync(IClusterView view)
    {
        if (Stored?.As<ServiceCIDR>() is not { } range) return null;
        var held = view.List(Resources.IPAddresses).Where(static o => AddressPlanner.IsAllocated(o.Header.Labels)).Select(static o => o.Key.Name);
        var plan = ServiceRangePlanner.Plan(range, view.List(Resources.ServiceCIDRs).Select(static o => o.As<ServiceCIDR>()), held, Services.Time.WholeSeconds());
        if (plan.Content is { } content) await WriteOrThrowAsync([ObjectReplacement.Of(Resources.ServiceCIDRs, content)]);
        if (plan.Status is { } status) await WriteOrThrowAsync([ObjectReplacement.StatusOf(Resources.ServiceCIDRs, range with { Status = status })]);
        return plan.Due;
    }
}
