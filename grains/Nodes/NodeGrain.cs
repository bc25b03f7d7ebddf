using System.Text.Json.Nodes;
using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Nodes;
using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Grains.Writes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Coordination;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;
using Orleans.Kube.Model.Storage;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains;

/// <summary>A node: it gets its pod addresses when it registers, is judged by its signs of life, and looks after its pods when it is lost.</summary>
[GrainType("nodes")]
public sealed class NodeGrain(
    [PersistentState("object", "ledger")] IPersistentState<ObjectState> state, ObjectServices services, ReconcileServices reconciling, NodeOptions options)
    : ReconcilingGrain(state, services, reconciling), INodeGrain
{
    private readonly SignsOfLife _signs = new(services.Time);
    private readonly TaintTimes _taints = new();
    private IReadOnlySet<string> _awaited = new HashSet<string>();
    private Node? _last;
    private bool _isNew;
    private (int Times, DateTimeOffset Again) _refused;

    protected override string Component => "node-controller";

    private INodeNetworkGrain Network => GrainFactory.GetGrain<INodeNetworkGrain>(INodeNetworkGrain.Key);

    protected override async ValueTask<KubeObject> CompleteAsync(WriteTurn turn, KubeObject value, KubeObject? old)
    {
        var node = (Node)value;
        if (turn.Context.DryRun) return value;
        if (old is Node before)
        {
            if (before.Spec.PodCIDR.Length == 0 && node.Spec.PodCIDR.Length > 0) await Network.AssignAsync(Key.Name, node.Spec.PodCIDR);
            return value;
        }

        _isNew = true;
        if (await Network.AssignAsync(Key.Name, node.Spec.PodCIDR) is { } range && range != node.Spec.PodCIDR)
            node = node with { Spec = node.Spec with { PodCIDR = range, PodCIDRs = [range] } };
        node = node with { Metadata = node.Metadata with { Annotations = node.Metadata.Annotations.With(NodeTtl.Annotation, $"{await TtlAsync(turn.View)}") } };
        return NodeTaintRules.Plan(node, default, turn.Now) is { } taints ? node with { Spec = node.Spec with { Taints = taints } } : node;
    }

    protected override async ValueTask SettleAsync(WriteContext context)
    {
        if (Stored is null && !context.DryRun) await Network.ReleaseAsync(Key.Name);
    }

    protected override async Task<DateTimeOffset?> ReconcileAsync(IClusterView view)
    {
        var node = Stored?.As<Node>();
        var lease = view.Find(new ObjectKey(Resources.Leases, NodeRule.LeaseNamespace, Key.Name))?.As<Lease>();
        var pods = view.List(Resources.Pods).Where(o => PodFacts.NodeOf(o) == Key.Name).Select(static o => o.As<Pod>());
        _taints.Look(node?.Spec.Taints ?? [], Services.Time.WholeSeconds());
        var seen = new NodeView(Key.Name, node, pods, _signs.Last(node, lease)) { Taints = _taints, Awaited = _awaited, Ttl = await TtlAsync(view) };
        if (NodePlanner.IsDown(seen, options, Services.Time.WholeSeconds())) seen = seen with { Leave = await LeaveAsync() };
        Tell(node);
        var plan = NodePlanner.Plan(seen, options, Services.Time.WholeSeconds());
        _awaited = plan.Awaited;
        Record(plan.Events);
        if (node is not null) await WriteOrThrowAsync([.. Own(node, plan, await MissingRangeAsync(node)), .. Attached(node, view)]);
        await WriteOrThrowAsync(plan.PodWrites);
        return _refused.Times == 0 ? plan.Due : Due.Earlier(plan.Due, _refused.Again);
    }

    private Task<int> TtlAsync(IClusterView view) => GrainFactory.GetGrain<INodeTtlGrain>(INodeTtlGrain.Key).SecondsAsync(view.Count(Resources.Nodes));

    /// <summary>The range of pod addresses for a node that got none when it registered; null where it has one, and where none is left yet.</summary>
    private async Task<string?> MissingRangeAsync(Node node)
    {
        var misses = node.Spec.PodCIDR.Length == 0 && node.Metadata.DeletionTimestamp is null;
        if (misses && _refused.Times > 0 && Services.Time.GetUtcNow() < _refused.Again) return null;
        var range = misses ? await Network.AssignAsync(Key.Name, "") : null;
        var times = misses && range is null ? _refused.Times + 1 : 0;
        _refused = times == 0 ? default : (times, Services.Time.GetUtcNow() + Backoff.After(times, Reconciling.Options, Reconciling.Chance.NextDouble()));
        if (times == 0) return range;
        Record([PlannedEvent.Normal("CIDRNotAvailable", $"Node {Key.Name} status is now: CIDRNotAvailable") with { Component = "cidrAllocator" }]);
        return null;
    }

    /// <summary>The volumes that are attached to the node, where its status does not say them already.</summary>
    private static IEnumerable<ObjectWrite> Attached(Node node, IClusterView view)
    {
        if (view.Count(Resources.VolumeAttachments) == 0 && node.Status.VolumesAttached.Count == 0) yield break;
        var names = view.List(Resources.VolumeAttachments).Select(static o => o.As<VolumeAttachment>())
            .Where(a => a.Spec.NodeName == node.Metadata.Name && a is { Status.Attached: true, Metadata.DeletionTimestamp: null, Spec.Source.PersistentVolumeName: not null })
            .Select(a => view.Find(new ObjectKey(Resources.PersistentVolumes, "", a.Spec.Source.PersistentVolumeName!))?.As<PersistentVolume>().Spec.Csi).OfType<CSIPersistentVolumeSource>()
            .Select(AttachmentPlanner.UniqueName).Order(StringComparer.Ordinal).ToList();
        if (names.SequenceEqual(node.Status.VolumesAttached.Select(static v => v.Name))) yield break;
        var volumes = new JsonArray([.. names.Select(static name => new JsonObject { ["name"] = name, ["devicePath"] = "" })]);
        yield return Controllers.ObjectPatch.Of(Resources.Nodes, node, PatchKind.Merge, new JsonObject { ["status"] = new JsonObject { ["volumesAttached"] = volumes } }, "status");
    }

    /// <summary>Says that the node came or went.</summary>
    private void Tell(Node? node)
    {
        if (_isNew && node is not null) Record([PlannedEvent.Normal("RegisteredNode", $"Node {Key.Name} event: Registered Node {Key.Name} in Controller")]);
        if (node is null && _last is { } gone)
        {
            Reconciling.Events.Record(
                new ObjectReference { ApiVersion = "v1", Kind = "Node", Name = Key.Name, Uid = gone.Metadata.Uid },
                PlannedEvent.Normal("RemovingNode", $"Node {Key.Name} event: Removing Node {Key.Name} from Controller"), Component);
        }

        (_last, _isNew) = (node, false);
    }

    private async Task<EvictionLeave> LeaveAsync()
    {
        var (granted, withdrawn, again) = await GrainFactory.GetGrain<INodeEvictionGrain>(INodeEvictionGrain.Key).AskAsync(Key.Name);
        return new EvictionLeave(granted, withdrawn, again);
    }

    private static List<ObjectWrite> Own(Node node, NodePlan plan, string? range)
    {
        var writes = new List<ObjectWrite>(2);
        if (plan.Status is { } status) writes.Add(ObjectReplacement.Of(Resources.Nodes, status, "status"));
        if (NodePatch.Of(node, plan, range) is { } patch) writes.Add(patch);
        return writes;
    }
}
