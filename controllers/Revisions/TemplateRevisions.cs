using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Kube.Controllers.Deployments;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;

namespace Orleans.Kube.Controllers.Revisions;

/// <summary>The history of a pod template as ControllerRevisions, from which <c>kubectl rollout history</c> and <c>undo</c> read.</summary>
public static class TemplateRevisions
{
    /// <summary>The label by which pods say which template they are of, and the revisions of a DaemonSet.</summary>
    public const string HashLabel = "controller-revision-hash";

    /// <summary>The label that the revisions of a StatefulSet have instead.</summary>
    public const string StatefulHashLabel = "controller.kubernetes.io/hash";

    /// <summary>What of the history is the owner's: revisions that nobody controls and its selector selects become its own, as those that an earlier owner of the name left behind.</summary>
    public static Claims<ControllerRevision> Claim(KubeObject owner, LabelSelector? selector, IReadOnlyList<ControllerRevision> history)
    {
        var held = history.ToLookup(static revision => revision.Metadata.OwnerReferences.Any(static reference => reference.Controller == true));
        return Claims.Make(owner, selector, Resources.ControllerRevisions, [.. held[true]], [.. held[false]]);
    }

    /// <summary>Finds the revision that holds the template, raises it to the newest, or makes it.</summary>
    /// <param name="owned">The owner's revisions, in any order.</param>
    /// <param name="label">The label that a new revision says its hash by.</param>
    public static RevisionPlan Plan(KubeObject owner, PodTemplateSpec template, int? collisions, IReadOnlyList<ControllerRevision> owned, string label = HashLabel)
    {
        var newest = owned.Select(static revision => revision.Revision).DefaultIfEmpty().Max();
        var data = Data(template);
        var wanted = CanonicalJson.Write(data).ToArray();
        var match = owned.OrderByDescending(static revision => revision.Revision)
            .FirstOrDefault(revision => revision.Data is { } held && CanonicalJson.Write(held).SequenceEqual(wanted));
        if (match is null) return Create(owner, template, PodTemplateHash.Compute(template, collisions), label, data, newest + 1);
        if (match.Revision == newest) return new RevisionPlan(match, null);
        var body = new JsonObject { ["revision"] = newest + 1 };
        return new RevisionPlan(match with { Revision = newest + 1 }, ObjectPatch.Of(Resources.ControllerRevisions, match, PatchKind.Merge, body));
    }

    /// <summary>The hash that stands on a revision of a DaemonSet and on the pods of it.</summary>
    public static string Hash(ControllerRevision revision) => revision.Metadata.Labels.GetValueOrDefault(HashLabel, "");

    /// <summary>Deletes so many of the revisions that neither are current nor have pods, the oldest first.</summary>
    public static IEnumerable<ObjectDeletion> Oldest(IEnumerable<ControllerRevision> idle, int count) =>
        idle.OrderBy(static revision => revision.Revision).Take(count).Select(static revision => ObjectDeletion.Of(Resources.ControllerRevisions, revision));

    /// <summary>The template that a revision holds.</summary>
    public static PodTemplateSpec Template(ControllerRevision revision)
    {
        var template = JsonNode.Parse(revision.Data!.Value.GetRawText())!["spec"]!["template"]!.AsObject();
        template.Remove("$patch");
        return template.Deserialize<PodTemplateSpec>(KubeJson.Options)!;
    }

    private static RevisionPlan Create(KubeObject owner, PodTemplateSpec template, string hash, string label, JsonElement data, long number)
    {
        var revision = new ControllerRevision
        {
            ApiVersion = "apps/v1",
            Kind = "ControllerRevision",
            Metadata = new ObjectMeta
            {
                Name = $"{owner.Metadata.Name}-{hash}",
                Namespace = owner.Metadata.Namespace,
                Labels = template.Metadata.Labels.With(label, hash),
                Annotations = owner.Metadata.Annotations,
                OwnerReferences = [owner.ControllerReference()],
            },
            Data = data,
            Revision = number,
        };
        return new RevisionPlan(revision, ObjectCreation.Of(Resources.ControllerRevisions, revision));
    }

    /// <summary>
    /// The template as a strategic merge patch that puts it back. Byte for byte what Kubernetes writes, for clients compare it so: sorted
    /// names, and the template's creation time that there never is.
    /// </summary>
    private static JsonElement Data(PodTemplateSpec template)
    {
        var node = JsonSerializer.SerializeToNode(template, KubeJson.Options)!.AsObject();
        node["$patch"] = "replace";
        if (node["metadata"] is not JsonObject metadata) node["metadata"] = metadata = [];
        metadata["creationTimestamp"] = null;
        var patch = JsonSerializer.SerializeToElement(new JsonObject { ["spec"] = new JsonObject { ["template"] = node } });
        return JsonElement.Parse(CanonicalJson.Write(patch));
    }
}
