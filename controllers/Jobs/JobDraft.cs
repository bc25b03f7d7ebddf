using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Jobs;

/// <summary>A Job and its pods while they are being planned. Lives within one plan.</summary>
internal sealed class JobDraft
{
    public JobDraft(Job job, IReadOnlyList<Pod> pods, IReadOnlyList<EndedPod> ended, DateTimeOffset now)
    {
        (Job, Pods, Now) = (job, pods, now);
        Books = new JobBooks(job, pods);
        Active = [.. pods.Where(static pod => pod.IsActive())];
        Terminating = [.. pods.Where(static pod => pod.IsTerminating())];
        Unended = [.. pods.Where(pod => pod.IsTracked() && pod.Status.Phase != PodPhase.Succeeded && !JobTracking.HasFailed(job, pod))];
        StartTime = job.Status.StartTime;
        Conditions = job.Status.Conditions;
        IsSuspended = job.Spec.Suspend == true;
        Ended = JobBackoff.Ended(this, ended);
    }

    public Job Job { get; }

    public IReadOnlyList<Pod> Pods { get; }

    public DateTimeOffset Now { get; }

    public JobBooks Books { get; }

    public IReadOnlyList<Pod> Active { get; }

    public IReadOnlyList<Pod> Terminating { get; }

    /// <summary>The tracked pods that have neither succeeded nor failed.</summary>
    public IReadOnlyList<Pod> Unended { get; }

    public bool IsSuspended { get; }

    /// <summary>What delays the next pods.</summary>
    public IReadOnlyList<EndedPod> Ended { get; }

    public DateTimeOffset? StartTime { get; set; }

    public IReadOnlyList<JobCondition> Conditions { get; set; }

    public List<PlannedEvent> Events { get; } = [];

    public DateTimeOffset? Due { get; set; }

    /// <summary>When the Job has run long enough, or null. The time that it was suspended does not count.</summary>
    public DateTimeOffset? Deadline => IsSuspended || WasSuspended || Job.Spec.ActiveDeadlineSeconds is not { } seconds ? null : StartTime + TimeSpan.FromSeconds(seconds);

    private bool WasSuspended => Conditions.Any(static c => c.Type == JobConditionType.Suspended && c.Status == ConditionStatus.True);

    /// <summary>Sets a condition; nothing changes when it has that status and reason already.</summary>
    public bool Say(string type, string status, string reason, string message)
    {
        var current = Conditions.FirstOrDefault(condition => condition.Type == type);
        if (current is not null && current.Status == status && current.Reason == reason) return false;
        Conditions =
        [
            .. Conditions.Where(condition => condition.Type != type),
            new JobCondition { Type = type, Status = status, Reason = reason, Message = message, LastProbeTime = Now, LastTransitionTime = Now },
        ];
        return true;
    }
}
