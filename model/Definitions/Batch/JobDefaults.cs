using Orleans.Kube.Model.Batch;

namespace Orleans.Kube.Model.Definitions;

/// <summary>Defaults of jobs, and the labels that tie a job to its pods.</summary>
internal static class JobDefaults
{
    private const int Retries = 6;
    private const string ControllerUid = "batch.kubernetes.io/controller-uid";
    private const string JobName = "batch.kubernetes.io/job-name";

    public static JobSpec Default(JobSpec spec)
    {
        var template = PodDefaults.Default(spec.Template);
        var alone = spec.Completions is null && spec.Parallelism is null;
        var policy = Policy(spec.PodFailurePolicy);
        var isComplete = !alone && spec is { Parallelism: not null, BackoffLimit: not null, CompletionMode: not null, Suspend: not null, ManualSelector: not null, PodReplacementPolicy: not null }
            && ReferenceEquals(template, spec.Template) && ReferenceEquals(policy, spec.PodFailurePolicy);
        if (isComplete) return spec;
        return spec with
        {
            Template = template,
            PodFailurePolicy = policy,
            Completions = alone ? 1 : spec.Completions,
            Parallelism = spec.Parallelism ?? 1,
            BackoffLimit = spec.BackoffLimit ?? (spec.BackoffLimitPerIndex is null ? Retries : int.MaxValue),
            CompletionMode = spec.CompletionMode ?? CompletionMode.NonIndexed,
            Suspend = spec.Suspend ?? false,
            ManualSelector = spec.ManualSelector ?? false,
            PodReplacementPolicy = spec.PodReplacementPolicy ?? (policy is null ? PodReplacementPolicy.TerminatingOrFailed : PodReplacementPolicy.Failed),
        };
    }

    /// <summary>The job with the labels and the selector that Kubernetes makes of its uid, unless the client selects by hand.</summary>
    public static Job WithSelector(Job job)
    {
        if (job.Spec.ManualSelector == true) return job;
        var template = job.Spec.Template;
        var labels = Labels(job).Aggregate(template.Metadata.Labels, static (all, own) => all.ContainsKey(own.Key) ? all : all.With(own.Key, own.Value));
        var selector = job.Spec.Selector ?? new();
        // A job without labels of its own has those of its pods.
        var metadata = job.Metadata.Labels.Count == 0 || ReferenceEquals(job.Metadata.Labels, template.Metadata.Labels) ? job.Metadata with { Labels = labels } : job.Metadata;
        return job with
        {
            Metadata = metadata,
            Spec = job.Spec with
            {
                Template = template with { Metadata = template.Metadata with { Labels = labels } },
                Selector = selector with { MatchLabels = selector.MatchLabels.ContainsKey(ControllerUid) ? selector.MatchLabels : selector.MatchLabels.With(ControllerUid, job.Metadata.Uid) },
            },
        };
    }

    /// <summary>The labels that a job gives its pods, those of old first.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Labels(Job job) =>
    [
        new("controller-uid", job.Metadata.Uid), new("job-name", job.Metadata.Name), new(ControllerUid, job.Metadata.Uid), new(JobName, job.Metadata.Name),
    ];

    /// <summary>Those that a job must keep: one made before the labels had their prefix has none with it.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> LabelsSince(Job job, Job old)
    {
        var known = old.Spec.Template.Metadata.Labels;
        var labels = Labels(job);
        return known.ContainsKey(ControllerUid) && known.ContainsKey(JobName) ? labels : [.. labels.Take(2)];
    }

    private static PodFailurePolicy? Policy(PodFailurePolicy? policy)
    {
        if (policy is null) return null;
        var rules = policy.Rules.Map(static rule =>
        {
            var conditions = rule.OnPodConditions.Map(static c => c.Status.Length > 0 ? c : c with { Status = Core.ConditionStatus.True });
            return ReferenceEquals(conditions, rule.OnPodConditions) ? rule : rule with { OnPodConditions = conditions };
        });
        return ReferenceEquals(rules, policy.Rules) ? policy : new() { Rules = rules };
    }
}
