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
    /// <summary>The patch that gives the node what is not null; null where all is.</summary>
    public static ObjectWrite? Of(Node node, IReadOnlyList<Taint>? taints, int? ttl, string? range)
    {
        var (body, spec) = (new JsonObject(), new JsonObject());
        if (ttl is { } seconds)
            body["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [NodeTtl.Annotation] = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture) } };
        if (taints is not null) spec["taints"] = JsonSerializer.SerializeToNode(taints, KubeJson.Options);
        if (range is not null) (spec["podCIDR"], spec["podCIDRs"]) = (range, new JsonArray(range));
        if (spec.Count > 0) body["spec"] = spec;
        return body.Count == 0 ? null : Controllers.ObjectPatch.Of(Resources.Nodes, node, PatchKind.Merge, body);
    }
}
