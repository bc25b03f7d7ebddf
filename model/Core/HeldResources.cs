namespace Orleans.Kube.Model.Core;

/// <summary>
/// What a container takes of its node while its resources are being changed: whatever is most of what it asks for, what the node has set aside for it and what it
/// has. What it asks for does not count where the node has said that it can never have it
/// (https://kubernetes.io/docs/tasks/configure-pod-container/resize-container-resources/). Pure.
/// </summary>
public static class HeldResources
{
    /// <summary>The reason of a resize for which the node is too small.</summary>
    public const string Infeasible = "Infeasible";

    /// <summary>The reason of a resize for which the node has no room now.</summary>
    public const string Deferred = "Deferred";

    /// <summary>The requests of a container of the pod.</summary>
    public static IReadOnlyDictionary<string, Quantity> Requests(Pod pod, Container container)
    {
        if (Reported(pod.Status, container) is not { Resources: { } actual } status) return container.Resources.Requests;
        return Larger(Larger(IsInfeasible(pod.Status) ? EmptyMap<Quantity>.Value : container.Resources.Requests, actual.Requests), status.AllocatedResources);
    }

    /// <summary>The limits of a container of the pod.</summary>
    public static IReadOnlyDictionary<string, Quantity> Limits(Pod pod, Container container)
    {
        if (Reported(pod.Status, container) is not { Resources: { } actual }) return container.Resources.Limits;
        return IsInfeasible(pod.Status) ? actual.Limits : Larger(container.Resources.Limits, actual.Limits);
    }

    /// <summary>Whether the node has said that it can never have what the pod asks for now.</summary>
    private static bool IsInfeasible(PodStatus status) => status.Conditions.FirstOrDefault(static c => c.Type == PodConditionType.PodResizePending)?.Reason == Infeasible;

    /// <summary>Only containers that go on running are resized.</summary>
    private static ContainerStatus? Reported(PodStatus status, Container container) =>
        Find(status.ContainerStatuses, container.Name) ?? (container.RestartPolicy == ContainerRestartPolicy.Always ? Find(status.InitContainerStatuses, container.Name) : null);

    private static ContainerStatus? Find(IReadOnlyList<ContainerStatus> statuses, string name)
    {
        foreach (var status in statuses)
            if (status.Name == name) return status;
        return null;
    }

    /// <summary>The larger of each amount; the first map itself where it has them all.</summary>
    private static IReadOnlyDictionary<string, Quantity> Larger(IReadOnlyDictionary<string, Quantity> one, IReadOnlyDictionary<string, Quantity> other)
    {
        Dictionary<string, Quantity>? result = null;
        foreach (var (name, amount) in other)
            if (!one.TryGetValue(name, out var known) || amount > known) (result ??= new Dictionary<string, Quantity>(one))[name] = amount;
        return result ?? one;
    }
}
