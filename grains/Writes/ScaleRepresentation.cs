using Orleans.Kube.Model;
using Orleans.Kube.Model.AutoscalingV1;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains.Writes;

/// <summary>An object as its scale subresource shows it.</summary>
public static class ScaleRepresentation
{
    /// <summary>The Scale of a stored object, at the object's revision.</summary>
    public static ApiObject Of(ResourceDefinition definition, ApiObject stored)
    {
        var access = definition.Scale!;
        var content = stored.Decode(definition.ObjectType);
        var scale = new Scale
        {
            ApiVersion = "autoscaling/v1",
            Kind = "Scale",
            Metadata = new ObjectMeta
            {
                Name = content.Metadata.Name,
                Namespace = content.Metadata.Namespace,
                Uid = content.Metadata.Uid,
                CreationTimestamp = content.Metadata.CreationTimestamp,
            },
            Spec = new ScaleSpec { Replicas = access.SpecReplicas(content) },
            Status = new ScaleStatus { Replicas = access.StatusReplicas(content), Selector = access.Selector(content) },
        };
        var shown = ApiObject.FromContent(stored.Key, scale);
        return stored.Revision == 0 ? shown : shown.At(stored.Revision);
    }
}
