using Orleans.Kube.Model.Apps;

namespace Orleans.Kube.Controllers.Deployments;

/// <summary>Changes to a list of conditions; each returns the same list when nothing changes.</summary>
internal static class DeploymentConditions
{
    public static DeploymentCondition? Find(this IReadOnlyList<DeploymentCondition> conditions, string type) =>
        conditions.FirstOrDefault(condition => condition.Type == type);

    public static DeploymentCondition Make(string type, string status, string reason, string message, DateTimeOffset now) => new()
    {
        Type = type, Status = status, Reason = reason, Message = message, LastUpdateTime = now, LastTransitionTime = now,
    };

    /// <summary>Status and reason decide whether a condition is news; the transition time changes with the status only.</summary>
    public static IReadOnlyList<DeploymentCondition> Set(this IReadOnlyList<DeploymentCondition> conditions, DeploymentCondition condition)
    {
        var current = conditions.Find(condition.Type);
        return current is not null && current.Status == condition.Status && current.Reason == condition.Reason
            ? conditions
            : conditions.Renew(condition);
    }

    /// <summary>Replaces the condition even when status and reason are the same.</summary>
    public static IReadOnlyList<DeploymentCondition> Renew(this IReadOnlyList<DeploymentCondition> conditions, DeploymentCondition condition)
    {
        if (conditions.Find(condition.Type) is { } current && current.Status == condition.Status)
            condition = condition with { LastTransitionTime = current.LastTransitionTime };
        return [.. conditions.Remove(condition.Type), condition];
    }

    public static IReadOnlyList<DeploymentCondition> Remove(this IReadOnlyList<DeploymentCondition> conditions, string type) =>
        conditions.Find(type) is null ? conditions : [.. conditions.Where(condition => condition.Type != type)];
}
