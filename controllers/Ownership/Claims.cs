using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;

namespace Orleans.Kube.Controllers;

/// <summary>What a controller owns after looking at what it owns and what nobody owns.</summary>
/// <param name="Owned">The objects that are the owner's, adopted ones included.</param>
/// <param name="Patches">The adoptions and releases.</param>
public sealed record Claims<TObject>(IReadOnlyList<TObject> Owned, IReadOnlyList<ObjectPatch> Patches) where TObject : KubeObject;

/// <summary>Adoption and release: a controller takes what its selector selects and nobody controls, and lets go of what it no longer selects.</summary>
public static class Claims
{
    /// <param name="owner">The controller. While it is being deleted it takes nothing and lets go of nothing.</param>
    /// <param name="controlled">Objects that name the owner as their controller.</param>
    /// <param name="orphans">Objects of the same namespace without a controller.</param>
    /// <param name="finalizer">By what the owner keeps hold of its objects; who is released is free of it.</param>
    public static Claims<TObject> Make<TObject>(
        KubeObject owner, LabelSelector? selector, GroupResource resource, IReadOnlyList<TObject> controlled, IReadOnlyList<TObject> orphans, string? finalizer = null)
        where TObject : KubeObject
    {
        var deleting = owner.Metadata.DeletionTimestamp is not null;
        var owned = new List<TObject>(controlled.Count);
        var patches = new List<ObjectPatch>();
        foreach (var candidate in controlled)
        {
            if (selector.Selects(candidate.Metadata.Labels)) owned.Add(candidate);
            else if (!deleting) patches.Add(Release(owner, resource, candidate, finalizer));
        }

        if (deleting) return new(owned, patches);
        foreach (var orphan in orphans)
        {
            if (orphan.Metadata.DeletionTimestamp is not null || !selector.Selects(orphan.Metadata.Labels)) continue;
            patches.Add(Adopt(owner, resource, orphan));
            owned.Add(orphan);
        }

        return new(owned, patches);
    }

    private static ObjectPatch Adopt(KubeObject owner, GroupResource resource, KubeObject orphan) =>
        ObjectPatch.Of(resource, orphan, PatchKind.StrategicMerge, OwnerPatch(
            JsonSerializer.SerializeToNode(owner.ControllerReference(), KubeJson.Options)!));

    private static ObjectPatch Release(KubeObject owner, GroupResource resource, KubeObject released, string? finalizer)
    {
        var patch = OwnerPatch(new JsonObject { ["$patch"] = "delete", ["uid"] = owner.Metadata.Uid });
        if (finalizer is not null) patch["metadata"]!["$deleteFromPrimitiveList/finalizers"] = new JsonArray(finalizer);
        return ObjectPatch.Of(resource, released, PatchKind.StrategicMerge, patch);
    }

    private static JsonObject OwnerPatch(JsonNode reference) =>
        new() { ["metadata"] = new JsonObject { ["ownerReferences"] = new JsonArray(reference) } };
}
