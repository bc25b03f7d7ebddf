using Orleans.Kube.Model.Apps;

namespace Orleans.Kube.Controllers.Deployments;

/// <summary>Ends every old pod before the first new one starts.</summary>
internal static class Recreation
{
    public static void Advance(DeploymentView view, RolloutDraft draft, DateTimeOffset now)
    {
        NewReplicaSet.Adjust(draft, now);
        var running = draft.OldOldestFirst.Where(static old => RolloutDraft.Size(old) > 0).ToArray();
        foreach (var old in running) draft.Scale(old, 0);
        if (running.Length > 0 || OldPodsRun(view, draft)) return;
        NewReplicaSet.Ensure(view, draft, now);
        if (draft.New is { } set) draft.Scale(set, draft.Budget.Replicas);
    }

    private static bool OldPodsRun(DeploymentView view, RolloutDraft draft) =>
        draft.OldOldestFirst.Any(old => old.Status.Replicas > 0 || view.UnfinishedPods.GetValueOrDefault(old.Metadata.Uid) > 0);
}
