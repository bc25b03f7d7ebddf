using Orleans.Kube.Model;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers;

/// <summary>Creates an object under a name that the planner chose.</summary>
public sealed record ObjectCreation(ObjectKey Key, KubeObject Content) : ObjectWrite(Key)
{
    public static ObjectCreation Of(GroupResource resource, KubeObject content) =>
        new(new ObjectKey(resource, content.Metadata.Namespace, content.Metadata.Name), content);
}
