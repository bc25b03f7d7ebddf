using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers;

/// <summary>References from what a controller made to the object that it made it for.</summary>
public static class OwnerReferences
{
    /// <summary>A reference that makes <paramref name="owner"/> the controller and holds up its foreground deletion.</summary>
    public static OwnerReference ControllerReference(this KubeObject owner) => new()
    {
        ApiVersion = owner.ApiVersion,
        Kind = owner.Kind,
        Name = owner.Metadata.Name,
        Uid = owner.Metadata.Uid,
        Controller = true,
        BlockOwnerDeletion = true,
    };
}
