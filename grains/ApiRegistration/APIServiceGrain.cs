using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.ApiRegistration;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.ApiRegistration;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains.ApiRegistration;

/// <summary>An APIService: asked now and then whether it can answer.</summary>
[GrainType("apiservices.apiregistration.k8s.io")]
public sealed class APIServiceGrain(
    [PersistentState("object", "ledger")] IPersistentState<ObjectState> state, ObjectServices services, ReconcileServices reconciling, IApiServiceProbe probe)
    : ReconcilingGrain(state, services, reconciling), IAPIServiceGrain
{
    private static readonly TimeSpan WhenGood = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WhenBad = TimeSpan.FromSeconds(3);

    protected override string Component => "apiservice-controller";

    protected override async Task<DateTimeOffset?> ReconcileAsync(IClusterView view)
    {
        if (Stored?.As<APIService>() is not { } api) return null;
        var obstacle = APIServicePlanner.Obstacle(api, ServiceOf(view, api), HasEndpoints(view, api));
        if (obstacle is null && api.Spec.Service is not null && await probe.ProbeAsync(api.Spec) is { } failure) obstacle = ("FailedDiscoveryCheck", failure);
        if (APIServicePlanner.Plan(api, obstacle, Services.Time.WholeSeconds()) is { } changed) await WriteOrThrowAsync([ObjectReplacement.StatusOf(Resources.APIServices, changed)]);
        return api.Spec.Service is null ? null : Services.Time.GetUtcNow() + (obstacle is null ? WhenGood : WhenBad);
    }

    private static Service? ServiceOf(IClusterView view, APIService api) => api.Spec.Service is { } reference
        ? view.Find(new ObjectKey(Resources.Services, reference.Namespace, reference.Name))?.As<Service>()
        : null;

    private static bool HasEndpoints(IClusterView view, APIService api) => api.Spec.Service is { } reference && view.List(Resources.EndpointSlices, reference.Namespace)
        .Where(s => s.Header.Labels.GetValueOrDefault("kubernetes.io/service-name") == reference.Name)
        .Any(static s => s.As<EndpointSlice>().Endpoints.Any(static e => e.Conditions.Ready != false));
}
