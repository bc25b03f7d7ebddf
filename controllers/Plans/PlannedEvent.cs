using Orleans.Kube.Model;

namespace Orleans.Kube.Controllers;

/// <summary>An Event to record, in Kubernetes' words.</summary>
/// <param name="Type">Normal or Warning.</param>
public sealed record PlannedEvent(string Type, string Reason, string Message)
{
    /// <summary>What the event is about; null for the object that is reconciled.</summary>
    public ObjectKey? Regarding { get; init; }

    /// <summary>Who saw it, where that is not the controller that plans.</summary>
    public string? Component { get; init; }

    public static PlannedEvent Normal(string reason, string message) => new("Normal", reason, message);

    public static PlannedEvent Warning(string reason, string message) => new("Warning", reason, message);
}
