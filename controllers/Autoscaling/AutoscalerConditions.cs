using Orleans.Kube.Model.Autoscaling;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Autoscaling;

/// <summary>The conditions of an autoscaler while they are thought over; the time of a transition is kept while the status stays.</summary>
internal sealed class AutoscalerConditions(IReadOnlyList<HorizontalPodAutoscalerCondition> before, DateTimeOffset now)
{
    private readonly List<HorizontalPodAutoscalerCondition> _conditions = [.. before];

    public IReadOnlyList<HorizontalPodAutoscalerCondition> List => _conditions;

    public void Set(string type, bool holds, string reason, string message)
    {
        var status = holds ? ConditionStatus.True : ConditionStatus.False;
        var place = _conditions.FindIndex(c => c.Type == type);
        var since = place >= 0 && before.FirstOrDefault(c => c.Type == type) is { } old && old.Status == status ? old.LastTransitionTime : now;
        var condition = new HorizontalPodAutoscalerCondition { Type = type, Status = status, LastTransitionTime = since, Reason = reason, Message = message };
        if (place < 0) _conditions.Add(condition);
        else _conditions[place] = condition;
    }
}
