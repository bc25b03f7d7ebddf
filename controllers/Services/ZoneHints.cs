namespace Orleans.Kube.Controllers.Services;

/// <summary>For the clients of which zones the endpoints of a service are best.</summary>
/// <param name="Zones">The zone that each pod's endpoint serves, by the pod's uid; a pod without a hint is not in it.</param>
/// <param name="IsProportional">Whether the endpoints are shared out in proportion to what zones hold.</param>
/// <param name="Event">That this began or ended, or why it is not done although the service asks for it.</param>
public sealed record ZoneHints(IReadOnlyDictionary<string, string> Zones, bool IsProportional, PlannedEvent? Event);
