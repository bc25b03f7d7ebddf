using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.DaemonSets;

/// <summary>Replaces pods of old revisions node by node, within what may be unavailable or surge.</summary>
internal static class DaemonRollout
{
    /// <summary>Whether a node may have a second pod at all, however few nodes there are.</summary>
    public static bool Surges(DaemonDraft draft) => MaxSurge(draft, 1) > 0;

    public static void Plan(DaemonDraft draft)
    {
        if (draft.Set.Spec.UpdateStrategy.Type == DaemonSetUpdateStrategyType.OnDelete) return;
        var surge = MaxSurge(draft, draft.Desired);
        var unavailable = Share.Of(draft.Desired, Rolling(draft)?.MaxUnavailable ?? 1, roundUp: true);
        if (surge == 0) Replace(draft, Math.Max(Math.Min(1, draft.Desired), unavailable));
        else Surge(draft, surge);
    }

    /// <summary>How many of so many nodes may have a second pod; 0 when old pods go first.</summary>
    private static int MaxSurge(DaemonDraft draft, int nodes) => Share.Of(nodes, Rolling(draft)?.MaxSurge ?? 0, roundUp: true);

    private static RollingUpdateDaemonSet? Rolling(DaemonDraft draft) =>
        draft.Set.Spec.UpdateStrategy.Type == DaemonSetUpdateStrategyType.OnDelete ? null : draft.Set.Spec.UpdateStrategy.RollingUpdate;

    /// <summary>The nodes that should have a pod, and those that have one still.</summary>
    private static IEnumerable<DaemonNode> Places(DaemonDraft draft) => draft.Nodes.Where(node => node.Run || draft.PodsOn(node.Name).Count > 0);

    /// <summary>Old pods that do not work go at once; of those that do, as many as may be missing.</summary>
    private static void Replace(DaemonDraft draft, int mayBeUnavailable)
    {
        var missing = 0;
        var working = new List<Pod>();
        foreach (var node in Places(draft))
        {
            var (old, current, clean) = Pods(draft, node.Name);
            if (!clean || (old is null) == (current is null)) missing++;
            else if (current is not null) missing += draft.IsAvailable(current) ? 0 : 1;
            else if (draft.IsAvailable(old!)) working.Add(old!);
            else
            {
                missing++;
                draft.Stops.Add(old!);
            }
        }

        draft.Stops.AddRange(working.Take(Math.Max(0, mayBeUnavailable - missing)));
    }

    /// <summary>
    /// A new pod starts beside the old one, which goes when the new one works. An old one on a node that takes no new one goes once as many nodes as should are served
    /// without it.
    /// </summary>
    private static void Surge(DaemonDraft draft, int most)
    {
        var (surging, serving) = (0, 0);
        var candidates = new List<string>();
        var leftovers = new List<Pod>();
        foreach (var node in Places(draft))
        {
            var (old, current, clean) = Pods(draft, node.Name);
            if (!clean)
            {
                surging++;
                continue;
            }

            if ((old ?? current) is { } pod && draft.IsAvailable(pod)) serving++;
            if (old is null) continue;
            if (current is not null) surging++;
            else if (!node.Run && draft.IsAvailable(old)) leftovers.Add(old);
            else if (!node.Run) draft.Stops.Add(old);
            else if (draft.IsAvailable(old)) candidates.Add(node.Name);
            else draft.Starts.Add(node.Name);
        }

        draft.Starts.AddRange(candidates.Take(Math.Max(0, most - surging)));
        draft.Stops.AddRange(leftovers.Take(Math.Max(0, serving - draft.Desired)));
    }

    /// <summary>The old and the new pod of a node; not clean while others are still leaving or one too many is there.</summary>
    private static (Pod? Old, Pod? Current, bool Clean) Pods(DaemonDraft draft, string node)
    {
        Pod? old = null, current = null;
        foreach (var pod in draft.PodsOn(node))
        {
            if (pod.IsDeleting()) continue;
            if (draft.IsCurrent(pod))
            {
                if (current is not null) return (null, null, false);
                current = pod;
            }
            else
            {
                if (old is not null) return (null, null, false);
                old = pod;
            }
        }

        return (old, current, true);
    }
}
