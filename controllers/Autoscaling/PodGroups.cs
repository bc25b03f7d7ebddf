using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Autoscaling;

/// <summary>The pods of a target by what is known of them for one metric.</summary>
/// <param name="Ready">How many pods are ready for what they are measured for.</param>
/// <param name="Measured">What is used, in thousandths, by name: by ready pods, and by those that were measured and are not the target's.</param>
/// <param name="Missing">Pods that nothing is known of.</param>
/// <param name="Unready">Pods that have only started.</param>
internal sealed record PodGroups(int Ready, Dictionary<string, double> Measured, IReadOnlyList<string> Missing, IReadOnlyList<string> Unready)
{
    private static readonly TimeSpan CpuInitialization = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan InitialReadiness = TimeSpan.FromSeconds(30);

    /// <param name="pods">The target's pods.</param>
    /// <param name="known">What was measured.</param>
    /// <param name="isCpu">Whether it is processor time, of which starting pods use much.</param>
    /// <param name="now">The time.</param>
    public static PodGroups Of(IReadOnlyList<Pod> pods, IReadOnlyDictionary<string, Measurement> known, bool isCpu, DateTimeOffset now)
    {
        var (ready, missing, unready) = (0, new List<string>(), new List<string>());
        var measured = known.ToDictionary(static m => m.Key, static m => m.Value.Milli);
        foreach (var pod in pods)
        {
            var name = pod.Metadata.Name;
            if (pod.IsDeleting() || pod.Status.Phase == PodPhase.Failed) measured.Remove(name);
            else if (pod.Status.Phase == PodPhase.Pending) SetAside(name);
            else if (!known.TryGetValue(name, out var usage)) missing.Add(name);
            else if (isCpu && IsStarting(pod, usage, now)) SetAside(name);
            else ready++;
        }

        return new PodGroups(ready, measured, missing, unready);

        void SetAside(string name)
        {
            unready.Add(name);
            measured.Remove(name);
        }
    }

    /// <summary>Whether the pod's processor use still tells of its start rather than of its work.</summary>
    private static bool IsStarting(Pod pod, Measurement usage, DateTimeOffset now)
    {
        if (pod.Condition(PodConditionType.Ready) is not { } condition || pod.Status.StartTime is not { } start) return true;
        var isReady = condition.Status != ConditionStatus.False;
        return start + CpuInitialization > now
            ? !isReady || usage.Timestamp < condition.LastTransitionTime + usage.Window
            : !isReady && start + InitialReadiness > condition.LastTransitionTime;
    }
}
