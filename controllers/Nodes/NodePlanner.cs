using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Nodes;

/// <summary>
/// Judges a node by how long it has been silent, taints it accordingly, and moves pods away that do not tolerate that
/// (k8s.io/kubernetes/pkg/controller/nodelifecycle, tainteviction, podgc).
/// </summary>
public static class NodePlanner
{
    private const string OutOfService = "node.kubernetes.io/out-of-service";

    public static NodePlan Plan(NodeView view, NodeOptions options, DateTimeOffset now) =>
        view.Node is { } node ? PlanPresent(view, node, options, now) : PlanVanished(view, options, now);

    /// <summary>Whether the node counts as down: it says so, or has been silent for too long.</summary>
    public static bool IsDown(NodeView view, NodeOptions options, DateTimeOffset now) => view.Node is { } node
        && (node.Condition(NodeConditionType.Ready) is { Status: not ConditionStatus.True } || SilentFrom(view, node, options) <= now);

    private static DateTimeOffset SilentFrom(NodeView view, Node node, NodeOptions options) =>
        view.LastSign + (node.Condition(NodeConditionType.Ready) is null ? options.StartupGracePeriod : options.GracePeriod);

    private static NodePlan PlanPresent(NodeView view, Node node, NodeOptions options, DateTimeOffset now)
    {
        var silentFrom = SilentFrom(view, node, options);
        var changed = silentFrom <= now ? NodeConditions.Unknown(node, now) : null;
        var judged = changed ?? node;
        var taints = NodeTaintRules.Plan(judged, view.Leave, now);
        var (writes, events, awaited) = (new List<ObjectWrite>(), new List<PlannedEvent>(), new HashSet<string>());
        var evictions = PlanPods(view, judged, taints ?? node.Spec.Taints, now, writes, events, awaited);
        if (changed is not null && node.IsReady())
            events.Insert(0, PlannedEvent.Normal("NodeNotReady", $"Node {view.Name} status is now: NodeNotReady"));
        return new NodePlan(changed, taints, writes, events, Due.Earlier(Due.Earlier(silentFrom > now ? silentFrom : null, view.Leave.AskAgain), evictions))
        {
            Awaited = awaited, Labels = NodeLabels.Missing(node), Ttl = NodeTtl.Says(node.Metadata.Annotations, view.Ttl) ? null : view.Ttl,
        };
    }

    /// <returns>When the next pod has to go.</returns>
    private static DateTimeOffset? PlanPods(
        NodeView view, Node node, IReadOnlyList<Taint> taints, DateTimeOffset now, List<ObjectWrite> writes, List<PlannedEvent> events, HashSet<string> awaited)
    {
        DateTimeOffset? due = null;
        var isLost = node.Condition(NodeConditionType.Ready) is { Status: not ConditionStatus.True };
        if (!isLost && view.Awaited.Count == 0 && taints.All(static t => t.Effect != TaintEffect.NoExecute)) return null;
        var isOutOfService = isLost && taints.Any(static t => t.Key == OutOfService);
        foreach (var pod in view.Pods)
        {
            var evictAt = pod.IsActive() ? TaintEviction.EvictAt(pod, taints, view.Taints, now) : null;
            if (isOutOfService && pod.IsDeleting())
            {
                if (!pod.IsFinished()) writes.Add(PodWrites.Fail(pod));
                writes.Add(PodWrites.Delete(pod, 0));
            }
            else if (evictAt <= now)
            {
                writes.Add(PodWrites.Disrupt(pod, "DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint", now));
                writes.Add(PodWrites.Delete(pod));
                events.Add(Eviction(pod, "Marking for deletion Pod"));
            }
            else
            {
                due = Due.Earlier(due, evictAt);
                if (evictAt is not null) awaited.Add(pod.Metadata.Uid);
                else if (view.Awaited.Contains(pod.Metadata.Uid) && pod.IsActive()) events.Add(Eviction(pod, "Cancelling deletion of Pod"));
                if (!pod.IsReady() || !NodeConditions.IsSilent(node)) continue;
                writes.Add(PodWrites.NotReady(pod, now));
                events.Add(About(pod, PlannedEvent.Warning("NodeNotReady", "Node is not ready")));
            }
        }

        return due;
    }

    private static PlannedEvent Eviction(Pod pod, string what) =>
        About(pod, PlannedEvent.Normal("TaintManagerEviction", $"{what} {pod.Metadata.Namespace}/{pod.Metadata.Name}") with { Component = "taint-eviction-controller" });

    /// <summary>The pods of a node that does not come back are nowhere.</summary>
    private static NodePlan PlanVanished(NodeView view, NodeOptions options, DateTimeOffset now)
    {
        var until = view.LastSign + options.Quarantine;
        var writes = new List<ObjectWrite>();
        if (until > now) return new NodePlan(null, null, writes, [], view.Pods.Any() ? until : null);
        foreach (var pod in view.Pods)
        {
            if (!pod.IsFinished()) writes.Add(PodWrites.Disrupt(pod, "DeletionByPodGC", "PodGC: node no longer exists", now, fail: true));
            writes.Add(PodWrites.Delete(pod, 0));
        }

        return new NodePlan(null, null, writes, [], null);
    }

    private static PlannedEvent About(Pod pod, PlannedEvent planned) =>
        planned with { Regarding = new ObjectKey(Resources.Pods, pod.Metadata.Namespace, pod.Metadata.Name) };
}
