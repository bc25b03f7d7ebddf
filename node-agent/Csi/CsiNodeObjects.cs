using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf.Collections;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;
using Orleans.Kube.Model.Storage;
using Orleans.Kube.NodeAgent.Csi.Protocol;
using Orleans.Kube.NodeAgent.Plugins;
using Node = Orleans.Kube.Model.Core.Node;

namespace Orleans.Kube.NodeAgent.Csi;

/// <summary>What the cluster is told of a node's drivers: its CSINode, and the Node's annotation and topology labels.</summary>
public sealed class CsiNodeObjects(KubeClient client, string nodeName)
{
    /// <summary>The Node's annotation with its name for each driver.</summary>
    public const string NodeIds = "csi.volume.kubernetes.io/nodeid";

    private const int Attempts = 4;

    private readonly ResourceClient<Node> _nodes = client.Of<Node>();
    private readonly ResourceClient<CSINode> _csiNodes = client.Of<CSINode>();

    /// <summary>Makes the node's CSINode if there is none; the Node owns it.</summary>
    public async Task<CSINode> InitializeAsync(CancellationToken cancellationToken)
    {
        if (await _csiNodes.FindAsync(nodeName, cancellationToken) is { } known) return known;
        var node = await _nodes.GetAsync(nodeName, cancellationToken);
        try
        {
            return await _csiNodes.CreateAsync(
                new CSINode
                {
                    ApiVersion = "storage.k8s.io/v1", Kind = "CSINode",
                    Metadata = new ObjectMeta { Name = nodeName, OwnerReferences = [new OwnerReference { ApiVersion = "v1", Kind = "Node", Name = nodeName, Uid = node.Metadata.Uid }] },
                },
                cancellationToken: cancellationToken);
        }
        catch (StatusException e) when (e.Reason == StatusReason.AlreadyExists)
        {
            return await _csiNodes.GetAsync(nodeName, cancellationToken);
        }
    }

    /// <exception cref="PluginException">The driver says what cannot be, or the API server does not take it.</exception>
    public Task AddAsync(string driver, NodeGetInfoResponse info, CancellationToken cancellationToken)
    {
        if (info.NodeId.Length == 0) throw new PluginException("error adding CSI driver node info: driverNodeID must not be empty");
        return WriteAsync("with", ids => ids[driver] = info.NodeId, info.AccessibleTopology?.Segments ?? new(), drivers => With(drivers, driver, info), cancellationToken);
    }

    /// <exception cref="PluginException">The API server does not take it.</exception>
    public Task RemoveAsync(string driver, CancellationToken cancellationToken) =>
        WriteAsync("without", ids => ids.Remove(driver), new(), drivers => [.. drivers.Where(d => d.Name != driver)], cancellationToken);

    /// <summary>A node's drivers with one that has told of itself.</summary>
    internal static IReadOnlyList<CSINodeDriver> With(IReadOnlyList<CSINodeDriver> drivers, string name, NodeGetInfoResponse info) =>
    [
        .. drivers.Where(d => d.Name != name),
        new CSINodeDriver
        {
            Name = name,
            NodeID = info.NodeId,
            TopologyKeys = [.. (info.AccessibleTopology?.Segments.Keys ?? []).Order(StringComparer.Ordinal)],
            // More than fits is as good as no limit.
            Allocatable = info.MaxVolumesPerNode > 0 ? new VolumeNodeResources { Count = (int)Math.Min(info.MaxVolumesPerNode, int.MaxValue) } : null,
        },
    ];

    private async Task WriteAsync(
        string what, Action<SortedDictionary<string, string>> change, MapField<string, string> topology, Func<IReadOnlyList<CSINodeDriver>, IReadOnlyList<CSINodeDriver>> drivers,
        CancellationToken cancellationToken)
    {
        try
        {
            await WriteNodeAsync(change, topology, cancellationToken);
            for (var attempt = 1; ; attempt++)
            {
                var known = await InitializeAsync(cancellationToken);
                var wanted = known with { Spec = known.Spec with { Drivers = drivers(known.Spec.Drivers) } };
                try
                {
                    await _csiNodes.ReplaceAsync(wanted, cancellationToken: cancellationToken);
                    return;
                }
                catch (StatusException e) when (e.Reason is StatusReason.Conflict or StatusReason.NotFound && attempt < Attempts)
                {
                }
            }
        }
        catch (Exception e) when (e is StatusException or HttpRequestException)
        {
            throw new PluginException($"error updating CSINode object {what} CSI driver node info: {e.Message}");
        }
    }

    private async Task WriteNodeAsync(Action<SortedDictionary<string, string>> change, MapField<string, string> topology, CancellationToken cancellationToken)
    {
        var node = await _nodes.GetAsync(nodeName, cancellationToken);
        foreach (var (key, value) in topology)
            if (node.Metadata.Labels.TryGetValue(key, out var label) && label != value)
                throw new PluginException($"error updating Node object with CSI driver node info: detected topology value collision: driver reported \"{key}\":\"{value}\" but existing label is \"{key}\":\"{label}\"");
        var ids = Ids(node);
        change(ids);
        var annotation = ids.Count == 0 ? null : JsonSerializer.Serialize(ids);
        if (annotation == node.Metadata.Annotations.GetValueOrDefault(NodeIds) && topology.All(t => node.Metadata.Labels.ContainsKey(t.Key))) return;
        var metadata = new JsonObject { ["annotations"] = new JsonObject { [NodeIds] = annotation } };
        if (topology.Count > 0) metadata["labels"] = new JsonObject(topology.Select(static t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value)));
        await _nodes.PatchAsync(nodeName, PatchKind.Merge, new JsonObject { ["metadata"] = metadata }, cancellationToken: cancellationToken);
    }

    private static SortedDictionary<string, string> Ids(Node node)
    {
        if (!node.Metadata.Annotations.TryGetValue(NodeIds, out var json)) return new(StringComparer.Ordinal);
        try
        {
            return new(JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? [], StringComparer.Ordinal);
        }
        catch (JsonException e)
        {
            throw new PluginException($"failed to parse node's \"{NodeIds}\" annotation value (\"{json}\") err={e.Message}");
        }
    }
}
