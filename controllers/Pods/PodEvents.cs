namespace Orleans.Kube.Controllers;

/// <summary>The events that controllers record about the pods they create and delete, once they know the outcome.</summary>
public static class PodEvents
{
    public static PlannedEvent Created(string pod) => PlannedEvent.Normal("SuccessfulCreate", $"Created pod: {pod}");

    public static PlannedEvent Deleted(string pod) => PlannedEvent.Normal("SuccessfulDelete", $"Deleted pod: {pod}");

    public static PlannedEvent CreateFailed(string message) => PlannedEvent.Warning("FailedCreate", $"Error creating: {message}");

    public static PlannedEvent DeleteFailed(string message) => PlannedEvent.Warning("FailedDelete", $"Error deleting: {message}");

    /// <summary>What a refused write of a pod is reported as.</summary>
    public static IEnumerable<PlannedEvent> About(Refusal? refusal) => refusal switch
    {
        { Write: ObjectCreation { Content: Model.Core.Pod } } => [CreateFailed(refusal.Message)],
        { Write: ObjectDeletion } => [DeleteFailed(refusal.Message)],
        _ => [],
    };
}
