using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Nodes;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Patch;

namespace Orleans.Kube.Grains;

/// <summary>A patch of what the control plane says about a node, and of nothing else.</summary>
internal static class NodePatch
{
    /// <summary>The patch that gives the node what the plan says; null where that is nothing.</summary>
    /// <param name="node">The node.</param>
    /// <param name="plan">What the node is to have.</param>
    /// <param name="range">The range of its pods' addresses, or null when it has one or there is none.</param>
    public static ObjectWrite? Of(Node node, NodePlan plan, string? range)
    {
        var (body, metadata, spec) = (new JsonObject(), new JsonObject(), new JsonObject());
        if (plan.Ttl is { } seconds) metadata["annotations"] = new JsonObject { [NodeTtl.Annotation] = seconds.ToString(CultureInfo.InvariantCulture) };
        if (plan.Labels.Count > 0) metadata["labels"] = JsonSerializer.SerializeToNode(plan.Labels, KubeJson.Options);
        if (plan.Taints is { } taints) spec["taints"] = JsonSerializer.SerializeToNode(taints, KubeJson.Options);
        if (range is not null) (spec["podCIDR"], spec["podCIDRs"]) = (range, new JsonArray(range));
        if (metadata.Count > 0) body["metadata"] = metadata;
        if (spec.Count > 0) body["spec"] = spec;
        return body.Count == 0 ? null : Controllers.ObjectPatch.Of(Resources.Nodes, node, PatchKind.Merge, body);
    }
}
