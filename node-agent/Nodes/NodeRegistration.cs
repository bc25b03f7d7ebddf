using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;

namespace Orleans.Kube.NodeAgent.Nodes;

/// <summary>Brings the Node object in line with what the machine is.</summary>
public sealed class NodeRegistration(KubeClient client)
{
    private readonly ResourceClient<Node> _nodes = client.Of<Node>();

    /// <summary>Creates the node, or updates the labels and the status of the one that is there.</summary>
    /// <returns>The node as it was, or an empty one, and as the server has it now.</returns>
    public async Task<(Node Before, Node Now)> RegisterAsync(NodeDescription description, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await _nodes.FindAsync(description.Name, cancellationToken) is { } known) return (known, await UpdateAsync(known, description, now, cancellationToken));
        try
        {
            var created = await _nodes.CreateAsync(NodeStatusBuilder.Register(description, now), cancellationToken: cancellationToken);
            return (new Node(), await ReportAsync(created, description, now, cancellationToken));
        }
        catch (StatusException e) when (e.Reason == StatusReason.AlreadyExists)
        {
            var other = await _nodes.GetAsync(description.Name, cancellationToken);
            return (other, await UpdateAsync(other, description, now, cancellationToken));
        }
    }

    /// <summary>Writes the node's status.</summary>
    public Task<Node> ReportAsync(Node known, NodeDescription description, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var status = (JsonObject)JsonSerializer.SerializeToNode(NodeStatusBuilder.Status(description, known.Status, now), KubeJson.Options)!;
        // What is attached is for the control plane to say.
        status.Remove("volumesAttached");
        status.TryAdd("volumesInUse", null);
        foreach (var gone in known.Status.Allocatable.Keys.Where(k => status["allocatable"]?[k] is null)) (status["allocatable"] as JsonObject)?.Add(gone, null);
        var body = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["status"] = status }, KubeJson.Options);
        return _nodes.PatchStatusAsync(known.Metadata.Name, PatchKind.StrategicMerge, body, cancellationToken);
    }

    private async Task<Node> UpdateAsync(Node known, NodeDescription description, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var labels = NodeStatusBuilder.Labels(description);
        var annotations = NodeStatusBuilder.Annotations(description);
        if (labels.Any(l => known.Metadata.Labels.GetValueOrDefault(l.Key) != l.Value) || annotations.Any(a => known.Metadata.Annotations.GetValueOrDefault(a.Key) != a.Value))
            known = await _nodes.PatchAsync(known.Metadata.Name, PatchKind.Merge, new { metadata = new { labels, annotations } }, cancellationToken: cancellationToken);
        return await ReportAsync(known, description, now, cancellationToken);
    }
}
