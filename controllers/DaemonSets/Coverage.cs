using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.DaemonSets;

/// <summary>One pod on every node where it belongs, none elsewhere.</summary>
internal static class Coverage
{
    public static void Plan(DaemonDraft draft, bool surges)
    {
        foreach (var node in draft.Nodes)
        {
            var pods = draft.PodsOn(node.Name);
            if (pods.Count == 0 && node.Run) draft.Starts.Add(node.Name);
            else if (node.Stay) Keep(draft, node.Name, pods, surges);
            else draft.Stops.AddRange(pods.Where(static pod => !pod.IsDeleting()));
        }
    }

    private static void Keep(DaemonDraft draft, string node, IReadOnlyList<Pod> pods, bool surges)
    {
        var running = new List<Pod>();
        foreach (var pod in pods)
        {
            if (pod.IsDeleting()) continue;
            if (pod.Status.Phase == PodPhase.Failed) Replace(draft, node, pod);
            else if (pod.Status.Phase == PodPhase.Succeeded)
            {
                draft.Events.Add(PlannedEvent.Normal("SucceededDaemonPod", $"Found succeeded daemon pod {Path(pod)} on node {node}, will try to delete it"));
                draft.Stops.Add(pod);
            }
            else running.Add(pod);
        }

        // The oldest stays; while a surge replaces it, so does the oldest of the new revision.
        var spared = surges
            ? running.Where(draft.IsCurrent).Take(1).Concat(running.Where(pod => !draft.IsCurrent(pod)).Take(1))
            : running.Take(1);
        draft.Stops.AddRange(running.Except(spared));
    }

    private static void Replace(DaemonDraft draft, string node, Pod pod)
    {
        var backoff = draft.Failures.GetValueOrDefault(node);
        if (backoff.Until > draft.Now)
        {
            draft.Due = Due.Earlier(draft.Due, backoff.Until);
            return;
        }

        draft.Failures[node] = backoff.Next(draft.Now);
        draft.Events.Add(PlannedEvent.Warning("FailedDaemonPod", $"Found failed daemon pod {Path(pod)} on node {node}, will try to kill it"));
        draft.Stops.Add(pod);
    }

    private static string Path(Pod pod) => $"{pod.Metadata.Namespace}/{pod.Metadata.Name}";
}
