using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Storage;

namespace Orleans.Kube.Grains;

/// <summary>A claim that names no class gets the default one. An empty name is a name: such a claim wants a volume without a class.</summary>
public sealed class DefaultStorageClass : IAdmissionPlugin
{
    public int Order => 400;

    public bool Handles(AdmissionRequest request) =>
        request is { Operation: AdmissionOperation.Create, Subresource: "" } && request.Key.Resource == Resources.PersistentVolumeClaims;

    public ValueTask<KubeObject> AdmitAsync(AdmissionRequest request, KubeObject value)
    {
        var claim = (PersistentVolumeClaim)value;
        if (StorageClasses.Of(claim) is not null) return ValueTask.FromResult(value);
        var standard = StorageClasses.Default(request.View.List(Resources.StorageClasses).Select(static item => item.As<StorageClass>()));
        return ValueTask.FromResult<KubeObject>(standard is null ? claim : claim with { Spec = claim.Spec with { StorageClassName = standard.Metadata.Name } });
    }
}
