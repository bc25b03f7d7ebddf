using Orleans.Kube.Model.ApiRegistration;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.ApiRegistration;

/// <summary>Says whether an APIService can answer (k8s.io/kube-aggregator/pkg/controllers/status).</summary>
public static class APIServicePlanner
{
    /// <summary>What keeps the service from answering before anything is asked of it; null when it may be asked.</summary>
    /// <param name="api">The APIService.</param>
    /// <param name="service">Its service, or null where there is none.</param>
    /// <param name="hasEndpoints">Whether an endpoint of the service is ready.</param>
    public static (string Reason, string Message)? Obstacle(APIService api, Service? service, bool hasEndpoints)
    {
        if (api.Spec.Service is not { } reference) return null;
        var name = $"{reference.Namespace}/{reference.Name}";
        if (service is null) return ("ServiceNotFound", $"service/{reference.Name} in \"{reference.Namespace}\" is not present");
        if (service.Spec.Type == ServiceType.ExternalName) return null;
        if (service.Spec.Ports.All(p => p.Port != reference.Port)) return ("ServicePortError", $"service/{reference.Name} in \"{reference.Namespace}\" is not listening on port {reference.Port}");
        return hasEndpoints ? null : ("MissingEndpoints", $"endpoints for service/{reference.Name} in \"{reference.Namespace}\" have no addresses with port name \"{PortName(service, reference)}\"");
    }

    /// <summary>The APIService with its condition, or null when it says so already.</summary>
    /// <param name="obstacle">What keeps it from answering, or null.</param>
    public static APIService? Plan(APIService api, (string Reason, string Message)? obstacle, DateTimeOffset now)
    {
        var (reason, message) = obstacle ?? (api.Spec.Service is null ? ("Local", "Local APIServices are always available") : ("Passed", "all checks passed"));
        var status = obstacle is null ? Model.Meta.ConditionStatus.True : Model.Meta.ConditionStatus.False;
        var old = api.Status.Conditions.FirstOrDefault(static c => c.Type == APIServiceConditionType.Available);
        if (old is not null && old.Status == status && old.Reason == reason && old.Message == message) return null;
        var condition = new APIServiceCondition
        {
            Type = APIServiceConditionType.Available, Status = status, Reason = reason, Message = message, LastTransitionTime = old?.Status == status ? old.LastTransitionTime : now,
        };
        return api with { Status = api.Status with { Conditions = [.. api.Status.Conditions.Where(static c => c.Type != APIServiceConditionType.Available), condition] } };
    }

    private static string PortName(Service service, ServiceReference reference) => service.Spec.Ports.First(p => p.Port == reference.Port).Name;
}
