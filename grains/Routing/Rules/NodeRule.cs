using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>A pod on a node that is gone or repels pods concerns the node, and so does each renewal of its lease: the node counts from there.</summary>
public sealed class NodeRule : IWakeRule
{
    public const string LeaseNamespace = "kube-node-lease";

    public void Collect(ObjectChange change, WakeSituation situation, ISet<WakeTarget> targets)
    {
        if (change.Key.Resource == Resources.Pods)
        {
            var name = PodFacts.NodeOf(change.Object);
            if (name.Length > 0 && change.Kind != ChangeKind.Deleted && Repels(Node(name, situation.View))) Wake(name, targets);
        }
        else if (change.Key.Resource == Resources.Leases && change.Key.Namespace == LeaseNamespace)
        {
            Wake(change.Key.Name, targets);
        }
    }

    private static void Wake(string name, ISet<WakeTarget> targets) => targets.Add(WakeTarget.Reconciler(new ObjectKey(Resources.Nodes, "", name)));

    private static Node? Node(string name, IClusterView view) => view.Find(new ObjectKey(Resources.Nodes, "", name))?.As<Node>();

    private static bool Repels(Node? node)
    {
        if (node is null) return true;
        foreach (var taint in node.Spec.Taints)
            if (taint.Effect == TaintEffect.NoExecute) return true;
        return !node.IsReady();
    }
}
