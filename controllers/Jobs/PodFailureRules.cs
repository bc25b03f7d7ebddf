using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Jobs;

/// <summary>What a podFailurePolicy says about a failed pod: the first rule that matches decides.</summary>
internal static class PodFailureRules
{
    /// <summary>The action (<see cref="PodFailurePolicyAction"/>), and for FailJob the message of the condition. Without a match a failure counts.</summary>
    public static (string Action, string Message) Judge(Job job, Pod pod)
    {
        if (job.Spec.PodFailurePolicy is not { } policy) return (PodFailurePolicyAction.Count, "");
        for (var i = 0; i < policy.Rules.Count; i++)
        {
            var rule = policy.Rules[i];
            if (rule.Action == PodFailurePolicyAction.FailIndex && job.Spec.BackoffLimitPerIndex is null) continue;
            if (Match(rule, pod) is { } why) return (rule.Action, $"{why} matching {rule.Action} rule at index {i}");
        }

        return (PodFailurePolicyAction.Count, "");
    }

    private static string? Match(PodFailurePolicyRule rule, Pod pod)
    {
        if (rule.OnExitCodes is { } codes)
        {
            foreach (var status in pod.Status.ContainerStatuses.Concat(pod.Status.InitContainerStatuses))
                if (status.State.Terminated is { } ended && Matches(codes, status.Name, ended.ExitCode))
                    return $"Container {status.Name} for pod {pod.Metadata.Namespace}/{pod.Metadata.Name} failed with exit code {ended.ExitCode}";
            return null;
        }

        foreach (var condition in pod.Status.Conditions)
            if (rule.OnPodConditions.Any(pattern => pattern.Type == condition.Type && (pattern.Status.Length == 0 ? ConditionStatus.True : pattern.Status) == condition.Status))
                return $"Pod {pod.Metadata.Namespace}/{pod.Metadata.Name} has condition {condition.Type}";
        return null;
    }

    private static bool Matches(PodFailurePolicyOnExitCodesRequirement codes, string container, int exitCode) =>
        exitCode != 0
        && (codes.ContainerName is null || codes.ContainerName == container)
        && codes.Values.Contains(exitCode) == (codes.Operator == PodFailurePolicyOnExitCodesOperator.In);
}
