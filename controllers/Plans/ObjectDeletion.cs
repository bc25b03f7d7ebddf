using Orleans.Kube.Model;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers;

/// <summary>Deletes the object with this uid; a later object of the same name is left alone.</summary>
/// <param name="Propagation">A value of <see cref="DeletionPropagation"/>.</param>
public sealed record ObjectDeletion(ObjectKey Key, string Uid, string Propagation = DeletionPropagation.Background) : ObjectWrite(Key)
{
    /// <summary>Seconds of grace, or null for the object's own.</summary>
    public long? GracePeriodSeconds { get; init; }

    public static ObjectDeletion Of(GroupResource resource, KubeObject content) =>
        new(new ObjectKey(resource, content.Metadata.Namespace, content.Metadata.Name), content.Metadata.Uid);
}
