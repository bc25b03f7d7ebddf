using System.Globalization;
using System.Text.Json.Nodes;
using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Patch;

namespace Orleans.Kube.Controllers.Jobs;

/// <summary>How a Job keeps track of its pods: the finalizer that keeps a pod until it is counted, and the index that a pod stands for.</summary>
public static class JobTracking
{
    /// <summary>A pod keeps this until its end is in the books.</summary>
    public const string Finalizer = "batch.kubernetes.io/job-tracking";

    /// <summary>The label with the name of the Job that a pod was made for.</summary>
    public const string JobName = "batch.kubernetes.io/job-name";

    /// <summary>The annotation and label with a pod's completion index.</summary>
    public const string Index = "batch.kubernetes.io/job-completion-index";

    /// <summary>The annotation that counts the failures of the index before this pod.</summary>
    public const string IndexFailures = "batch.kubernetes.io/job-index-failure-count";

    /// <summary>The annotation that counts the failures of the index that a policy ignored.</summary>
    public const string IgnoredFailures = "batch.kubernetes.io/job-index-ignored-failure-count";

    public static bool IsTracked(this Pod pod) => pod.Metadata.Finalizers.Contains(Finalizer);

    /// <summary>The pod's completion index, or null when it has none.</summary>
    public static int? IndexOf(Pod pod) => Number(pod, Index);

    internal static int FailuresOf(Pod pod) => Number(pod, IndexFailures) ?? 0;

    internal static int IgnoredOf(Pod pod) => Number(pod, IgnoredFailures) ?? 0;

    /// <summary>Of failed pods of one index the one that failed last, or null.</summary>
    internal static Pod? LastFailed(Job job, IEnumerable<Pod> pods, DateTimeOffset now) => pods.Where(pod => HasFailed(job, pod))
        .OrderBy(static pod => FailuresOf(pod) + IgnoredOf(pod)).ThenBy(pod => JobBackoff.EndOf(pod, now)).LastOrDefault();

    internal static bool IsIndexed(Job job) => job.Spec.CompletionMode == CompletionMode.Indexed;

    /// <summary>Whether a pod that is leaving is replaced only when it has ended.</summary>
    internal static bool ReplacesEndedOnly(Job job) =>
        (job.Spec.PodReplacementPolicy ?? (job.Spec.PodFailurePolicy is null ? "" : PodReplacementPolicy.Failed)) == PodReplacementPolicy.Failed;

    /// <summary>Whether a pod counts as failed. One that leaves before it ended does too, or it would be waited for without end.</summary>
    internal static bool HasFailed(Job job, Pod pod) =>
        pod.Status.Phase == PodPhase.Failed
        || (pod.IsDeleting() && pod.Status.Phase != PodPhase.Succeeded && (!ReplacesEndedOnly(job) || pod.Status.Phase == PodPhase.Pending));

    /// <summary>Lets go of a pod.</summary>
    public static ObjectPatch Release(Pod pod)
    {
        var kept = new JsonArray([.. pod.Metadata.Finalizers.Where(static f => f != Finalizer).Select(static f => (JsonNode?)JsonValue.Create(f))]);
        return ObjectPatch.Of(Resources.Pods, pod, PatchKind.Merge, new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = kept.Count == 0 ? null : kept } });
    }

    /// <summary>Keeps hold of a pod that the Job adopts.</summary>
    public static ObjectPatch Track(Pod pod)
    {
        var finalizers = new JsonArray([.. pod.Metadata.Finalizers.Append(Finalizer).Select(static f => (JsonNode?)JsonValue.Create(f))]);
        return ObjectPatch.Of(Resources.Pods, pod, PatchKind.Merge, new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = finalizers } });
    }

    private static int? Number(Pod pod, string annotation) =>
        pod.Metadata.Annotations.TryGetValue(annotation, out var text)
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
