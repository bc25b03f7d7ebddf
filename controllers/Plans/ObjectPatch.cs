using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;

namespace Orleans.Kube.Controllers;

/// <summary>Patches an object, or with a subresource a part of it. The body names the uid, so a later object of the same name refuses it.</summary>
public sealed record ObjectPatch(ObjectKey Key, PatchKind Kind, JsonObject Body, string Subresource = "") : ObjectWrite(Key)
{
    /// <summary>The body as UTF-8 JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(Body, KubeJson.Options);

    /// <summary>A patch of <paramref name="target"/>; <paramref name="body"/> gets the uid of the target as a precondition.</summary>
    public static ObjectPatch Of(GroupResource resource, KubeObject target, PatchKind kind, JsonObject body, string subresource = "")
    {
        if (body["metadata"] is not JsonObject metadata) body["metadata"] = metadata = [];
        metadata["uid"] = target.Metadata.Uid;
        return new ObjectPatch(new ObjectKey(resource, target.Metadata.Namespace, target.Metadata.Name), kind, body, subresource);
    }
}
