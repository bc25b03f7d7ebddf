using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.ApiRegistration;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Health;

namespace Orleans.Kube.Silo.Bootstrap;

/// <summary>Whether each version that this server serves had an APIService that is available: once is enough, as in k8s.io/kube-aggregator.</summary>
public sealed class RegistrationCheck(IClusterState cluster, ResourceRegistry registry) : IHealthReporter
{
    private readonly Lock _lock = new();
    private List<ObjectKey>? _pending;

    public IReadOnlyList<IHealthCheck> Checks => field ??= [new HealthCheck("autoregister-completion", true, Problem)];

    private string? Problem()
    {
        lock (_lock)
        {
            _pending ??= [.. LocalApiServices.All(registry).Select(static s => new ObjectKey(Resources.APIServices, "", s.Metadata.Name))];
            if (_pending.Count == 0) return null;
            var view = cluster.Current;
            _pending.RemoveAll(key => view.Find(key)?.As<APIService>().Status.Conditions.Any(static c => c is { Type: APIServiceConditionType.Available, Status: "True" }) == true);
            return _pending.Count == 0 ? null : $"missing APIService: [{string.Join(' ', _pending.Select(static k => k.Name))}]";
        }
    }
}
