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
            else if (node.Stay) Keep(draft, node, pods, surges);
            else draft.Stops.AddRange(pods.Where(static pod => !pod.IsDeleting()));
        }

        draft.Stops.AddRange(draft.Stranded);
    }

    private static void Keep(DaemonDraft draft, DaemonNode place, IReadOnlyList<Pod> pods, bool surges)
    {
        var node = place.Name;
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

        if (surges) Surge(draft, place, running);
        else draft.Stops.AddRange(running.Skip(1));
    }

    /// <summary>
    /// The oldest pod of the new revision and the oldest of another share a node while that one is ready and the new one is not available. A pod that leaves is not
    /// waited for.
    /// </summary>
    private static void Surge(DaemonDraft draft, DaemonNode node, List<Pod> running)
    {
        if (running.Count == 0 && node.Run) draft.Starts.Add(node.Name);
        var (current, old) = (running.Find(draft.HasHash), running.Find(pod => !draft.HasHash(pod)));
        var done = current is not null && old is not null && (!old.IsReady() || draft.IsAvailable(current)) ? old : null;
        draft.Stops.AddRange(running.Where(pod => pod == done || (pod != current && pod != old)));
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
