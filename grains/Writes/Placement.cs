using Orleans.Kube.Model;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains.Writes;

/// <summary>A body has to be about the object that the request names.</summary>
public static class Placement
{
    /// <exception cref="StatusException">400: the body names another object.</exception>
    public static void Check(ResourceDefinition definition, ObjectKey key, ObjectMeta metadata)
    {
        if (metadata.Name.Length > 0 && metadata.Name != key.Name)
            throw Failures.BadRequest($"the name of the object ({metadata.Name}) does not match the name on the URL ({key.Name})");
        if (definition.Namespaced && metadata.Namespace.Length > 0 && metadata.Namespace != key.Namespace)
            throw Failures.BadRequest($"the namespace of the provided object does not match the namespace sent on the request");
    }
}
