using Orleans.Kube.Model;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers;

/// <summary>
/// Replaces an object, or with a subresource that part of it. <see cref="Content"/> is the object that the planner saw with its changes: its
/// uid and resourceVersion bind the write to exactly that revision.
/// </summary>
public sealed record ObjectReplacement(ObjectKey Key, KubeObject Content, string Subresource = "") : ObjectWrite(Key)
{
    public static ObjectReplacement Of(GroupResource resource, KubeObject content, string subresource = "") =>
        new(new ObjectKey(resource, content.Metadata.Namespace, content.Metadata.Name), content, subresource);

    /// <summary>The status of an object. It replaces whatever the status is by then: only the object's own controller writes it.</summary>
    public static ObjectReplacement StatusOf(GroupResource resource, KubeObject content) =>
        Of(resource, content with { Metadata = content.Metadata with { ResourceVersion = "" } }, "status");
}
