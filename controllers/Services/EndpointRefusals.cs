using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Services;

/// <summary>That endpoints of a service could not be written, in Kubernetes' words. What but an old view was refused for is not told.</summary>
public static class EndpointRefusals
{
    /// <summary>What is told of the service's slices; null where none was refused.</summary>
    public static PlannedEvent? OfSlices(Service service, IEnumerable<Refusal> refusals)
    {
        if (refusals.FirstOrDefault(static r => !r.IsStale && r.Write.Key.Resource == Resources.EndpointSlices) is not { } refusal) return null;
        var name = $"{service.Metadata.Namespace}/{service.Metadata.Name}";
        var failed = refusal.Write switch
        {
            ObjectCreation => "create EndpointSlice",
            ObjectDeletion => $"delete {refusal.Write.Key.Name} EndpointSlice",
            _ => $"update {refusal.Write.Key.Name} EndpointSlice",
        };
        return PlannedEvent.Warning("FailedToUpdateEndpointSlices", $"Error updating Endpoint Slices for Service {name}: failed to {failed} for Service {name}: {refusal.Message}") with
        {
            Component = ServiceFacts.SliceRecorder,
        };
    }

    /// <summary>What is told of the service's Endpoints, about those; null where they were not refused.</summary>
    public static PlannedEvent? OfEndpoints(Service service, IEnumerable<Refusal> refusals)
    {
        if (refusals.FirstOrDefault(static r => !r.IsStale && r.Write.Key.Resource == Resources.Endpoints) is not { } refusal) return null;
        var name = $"{service.Metadata.Namespace}/{service.Metadata.Name}";
        return refusal.Write is ObjectCreation
            ? PlannedEvent.Warning("FailedToCreateEndpoint", $"Failed to create endpoint for service {name}: {refusal.Message}")
            : PlannedEvent.Warning("FailedToUpdateEndpoint", $"Failed to update endpoint {name}: {refusal.Message}");
    }
}
