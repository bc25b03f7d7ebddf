using System.Globalization;
using Orleans.Kube.Controllers.ReplicaSets;
using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Jobs;

/// <summary>Which pods a Job that goes on starts and stops.</summary>
internal static class JobPods
{
    /// <summary>The most pods that one plan creates or deletes, as Kubernetes has it.</summary>
    public const int Burst = 500;

    private const string IndexVariable = "JOB_COMPLETION_INDEX";

    public static (IReadOnlyList<Pod> Starts, IReadOnlyList<Pod> Stops) Plan(JobDraft draft, IIdSource ids)
    {
        var wanted = Wanted(draft);
        var stops = Surplus(draft, wanted);
        if (stops.Count > 0) return ([], [.. stops.Take(Burst)]);
        var missing = Math.Min(Burst, wanted - draft.Active.Count - (JobTracking.ReplacesEndedOnly(draft.Job) ? draft.Terminating.Count : 0));
        if (missing <= 0) return ([], []);
        return (JobTracking.IsIndexed(draft.Job) ? Indexed(draft, missing, ids) : Plain(draft, missing, ids), []);
    }

    private static int Wanted(JobDraft draft)
    {
        var parallelism = draft.Job.Spec.Parallelism ?? 1;
        if (draft.Job.Spec.Completions is { } completions)
            return Math.Max(0, Math.Min(parallelism, completions - draft.Books.Successes));
        // Of a queue of unknown length: once one pod has ended well, no more are started, and those that run go on.
        return draft.Books.Successes > 0 ? draft.Active.Count : parallelism;
    }

    /// <summary>Pods beyond the wanted number, and pods of an index that a better one stands for or that the Job has no more.</summary>
    private static List<Pod> Surplus(JobDraft draft, int wanted)
    {
        var stops = new List<Pod>();
        var kept = draft.Active.ToList();
        if (JobTracking.IsIndexed(draft.Job))
        {
            var seen = new HashSet<int>();
            stops = [.. draft.Active.OrderByDescending(DeletionRank.OfJob).Where(pod =>
                JobTracking.IndexOf(pod) is not { } index || index >= draft.Job.Spec.Completions || !seen.Add(index))];
            kept.RemoveAll(stops.Contains);
        }

        stops.AddRange(DeletionRank.First(kept, Math.Max(0, kept.Count - wanted), DeletionRank.OfJob));
        return stops;
    }

    private static IReadOnlyList<Pod> Plain(JobDraft draft, int count, IIdSource ids)
    {
        if (Waits(draft, JobBackoff.Until(draft))) return [];
        var owner = draft.Job.ControllerReference();
        return [.. Enumerable.Range(0, count).Select(_ => Track(PodTemplates.Instantiate(draft.Job.Spec.Template, draft.Job.Metadata.Namespace, owner, ids)))];
    }

    /// <summary>The lowest indexes that nothing stands for. With a limit for each index, each waits for itself, and keeps its place meanwhile.</summary>
    private static IReadOnlyList<Pod> Indexed(JobDraft draft, int count, IIdSource ids)
    {
        var perIndex = draft.Job.Spec.BackoffLimitPerIndex is not null;
        if (!perIndex && Waits(draft, JobBackoff.Until(draft))) return [];
        var byIndex = draft.Pods.ToLookup(JobTracking.IndexOf);
        var busy = draft.Active.Concat(JobTracking.ReplacesEndedOnly(draft.Job) ? draft.Terminating : []).Select(JobTracking.IndexOf).ToHashSet();
        var starts = new List<Pod>();
        for (var index = 0; index < draft.Job.Spec.Completions && count > 0; index++)
        {
            if (busy.Contains(index) || draft.Books.Completed.Contains(index) || draft.Books.Failed.Contains(index)) continue;
            count--;
            var last = perIndex ? JobTracking.LastFailed(draft.Job, byIndex[index], draft.Now) : null;
            if (!Waits(draft, JobBackoff.Until(last, draft.Now))) starts.Add(MakeIndexed(draft, index, last, ids));
        }

        return starts;
    }

    private static bool Waits(JobDraft draft, DateTimeOffset until)
    {
        if (until <= draft.Now) return false;
        draft.Due = Due.Earlier(draft.Due, until);
        return true;
    }

    private static Pod Track(Pod pod) => pod with { Metadata = pod.Metadata.WithFinalizer(JobTracking.Finalizer) };

    private static Pod MakeIndexed(JobDraft draft, int index, Pod? before, IIdSource ids)
    {
        var job = draft.Job;
        var number = index.ToString(CultureInfo.InvariantCulture);
        var suffix = $"-{number}-";
        var prefix = job.Metadata.Name[..Math.Min(job.Metadata.Name.Length, PodTemplates.MaxPrefix - suffix.Length)] + suffix;
        var pod = Track(PodTemplates.Instantiate(job.Spec.Template, job.Metadata.Namespace, job.ControllerReference(), PodTemplates.Generate(prefix, ids)));
        var annotations = pod.Metadata.Annotations.With(JobTracking.Index, number);
        if (job.Spec.BackoffLimitPerIndex is not null)
        {
            var overlooked = before is not null && draft.Books.Ignored.Contains(before.Metadata.Uid);
            var failures = before is null ? 0 : JobTracking.FailuresOf(before) + (overlooked ? 0 : 1);
            var ignored = before is null ? 0 : JobTracking.IgnoredOf(before) + (overlooked ? 1 : 0);
            annotations = annotations.With(JobTracking.IndexFailures, failures.ToString(CultureInfo.InvariantCulture));
            if (ignored > 0) annotations = annotations.With(JobTracking.IgnoredFailures, ignored.ToString(CultureInfo.InvariantCulture));
        }

        return pod with
        {
            Metadata = pod.Metadata with { GenerateName = prefix, Annotations = annotations, Labels = pod.Metadata.Labels.With(JobTracking.Index, number) },
            Spec = pod.Spec with
            {
                Hostname = $"{job.Metadata.Name}-{number}",
                Containers = [.. pod.Spec.Containers.Select(WithIndex)],
                InitContainers = [.. pod.Spec.InitContainers.Select(WithIndex)],
            },
        };
    }

    private static Container WithIndex(Container container) => container.Env.Any(static variable => variable.Name == IndexVariable) ? container : container with
    {
        Env =
        [
            .. container.Env,
            new EnvVar { Name = IndexVariable, ValueFrom = new() { FieldRef = new() { ApiVersion = "v1", FieldPath = $"metadata.labels['{JobTracking.Index}']" } } },
        ],
    };
}
