using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Kube.Controllers;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Patch;

namespace Orleans.Kube.Grains;

/// <summary>A patch that sets the taints of a node and nothing else.</summary>
internal static class NodeTaintPatch
{
    public static ObjectWrite Of(Node node, IReadOnlyList<Taint> taints) => Controllers.ObjectPatch.Of(Resources.Nodes, node, PatchKind.Merge, new JsonObject
    {
        ["spec"] = new JsonObject { ["taints"] = JsonSerializer.SerializeToNode(taints, KubeJson.Options) },
    });
}
