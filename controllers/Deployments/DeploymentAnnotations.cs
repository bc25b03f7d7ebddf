using System.Globalization;
using Orleans.Kube.Model.Apps;

namespace Orleans.Kube.Controllers.Deployments;

/// <summary>The annotations by which a rollout keeps its books on ReplicaSets; kubectl's <c>rollout history</c> and <c>undo</c> read them.</summary>
public static class DeploymentAnnotations
{
    public const string Revision = "deployment.kubernetes.io/revision";
    public const string RevisionHistory = "deployment.kubernetes.io/revision-history";
    public const string DesiredReplicas = "deployment.kubernetes.io/desired-replicas";
    public const string MaxReplicas = "deployment.kubernetes.io/max-replicas";

    private const int HistoryLength = 2000;

    private static readonly HashSet<string> NotCopied =
    [
        "kubectl.kubernetes.io/last-applied-configuration", "deprecated.deployment.rollback.to",
        Revision, RevisionHistory, DesiredReplicas, MaxReplicas,
    ];

    internal static long RevisionOf(ReplicaSet set) => Number(set, Revision) ?? 0;

    internal static long? Number(ReplicaSet set, string annotation) =>
        set.Metadata.Annotations.TryGetValue(annotation, out var text)
        && long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? number : null;

    /// <summary>The set that has the Deployment's template: its annotations copied, its revision raised to the newest.</summary>
    internal static ReplicaSet MarkNew(ReplicaSet set, Deployment deployment, long revision)
    {
        var annotations = new Dictionary<string, string>(set.Metadata.Annotations);
        foreach (var (key, value) in deployment.Metadata.Annotations)
            if (!NotCopied.Contains(key)) annotations[key] = value;
        if (RevisionOf(set) < revision)
        {
            if (annotations.TryGetValue(Revision, out var past)) annotations[RevisionHistory] = Append(annotations.GetValueOrDefault(RevisionHistory, ""), past);
            annotations[Revision] = revision.ToString(CultureInfo.InvariantCulture);
        }

        return set with { Metadata = set.Metadata with { Annotations = annotations } };
    }

    /// <summary>The sizes that the set was last given by, from which proportional scaling tells what changed.</summary>
    internal static ReplicaSet MarkSizes(ReplicaSet set, RolloutBudget budget)
    {
        var desired = budget.Replicas.ToString(CultureInfo.InvariantCulture);
        var max = budget.MaxPods.ToString(CultureInfo.InvariantCulture);
        var annotations = set.Metadata.Annotations;
        return annotations.GetValueOrDefault(DesiredReplicas) == desired && annotations.GetValueOrDefault(MaxReplicas) == max
            ? set
            : set with { Metadata = set.Metadata with { Annotations = annotations.With(DesiredReplicas, desired).With(MaxReplicas, max) } };
    }

    private static string Append(string history, string revision)
    {
        if (history.Length == 0) return revision;
        while (history.Length + revision.Length + 1 > HistoryLength && history.IndexOf(',') is >= 0 and var comma) history = history[(comma + 1)..];
        return $"{history},{revision}";
    }
}
