using Orleans.Kube.Model.FlowControl;

namespace Orleans.Kube.Controllers.FlowControl;

/// <summary>Says of a flow schema whether the priority level that it names is there (k8s.io/apiserver/pkg/util/flowcontrol).</summary>
public static class FlowSchemaPlanner
{
    /// <summary>The schema with its condition, or null when it says so already.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="hasLevel">Whether there is a priority level of that name.</param>
    /// <param name="now">The time.</param>
    public static FlowSchema? Plan(FlowSchema schema, bool hasLevel, DateTimeOffset now)
    {
        var names = $"This FlowSchema references the PriorityLevelConfiguration object named \"{schema.Spec.PriorityLevelConfiguration.Name}\"";
        var (status, reason, message) = hasLevel
            ? (ConditionStatus.False, "Found", $"{names} and it exists")
            : (ConditionStatus.True, "NotFound", $"{names} but there is no such object");
        var old = schema.Status.Conditions.FirstOrDefault(static c => c.Type == FlowSchemaConditionType.Dangling);
        if (old is not null && old.Status == status && old.Reason == reason && old.Message == message) return null;
        var condition = new FlowSchemaCondition
        {
            Type = FlowSchemaConditionType.Dangling, Status = status, Reason = reason, Message = message, LastTransitionTime = now,
        };
        return schema with { Status = schema.Status with { Conditions = [.. schema.Status.Conditions.Where(static c => c.Type != FlowSchemaConditionType.Dangling), condition] } };
    }
}
