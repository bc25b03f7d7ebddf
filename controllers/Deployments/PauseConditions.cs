using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Deployments;

/// <summary>Says in the Progressing condition that a rollout was paused or resumed, so that the time in between does not count.</summary>
internal static class PauseConditions
{
    public const string Paused = "DeploymentPaused";
    public const string Resumed = "DeploymentResumed";

    public static void Apply(RolloutDraft draft, DateTimeOffset now)
    {
        if (!ProgressDeadline.IsSet(draft.Deployment)) return;
        var reason = draft.Conditions.Find(DeploymentConditionType.Progressing)?.Reason;
        if (reason == ProgressDeadline.Exceeded || draft.Deployment.Spec.Paused == (reason == Paused)) return;
        var (news, message) = draft.Deployment.Spec.Paused ? (Paused, "Deployment is paused") : (Resumed, "Deployment is resumed");
        draft.Conditions = draft.Conditions.Set(
            DeploymentConditions.Make(DeploymentConditionType.Progressing, ConditionStatus.Unknown, news, message, now));
    }
}
