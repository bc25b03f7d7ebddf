using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains;

/// <summary>Claims and volumes are held by a finalizer from the start, so that neither goes while it is used.</summary>
public sealed class StorageProtection : IAdmissionPlugin
{
    public int Order => 410;

    public bool Handles(AdmissionRequest request) => request is { Operation: AdmissionOperation.Create, Subresource: "" }
        && (request.Key.Resource == Resources.PersistentVolumeClaims || request.Key.Resource == Resources.PersistentVolumes);

    public ValueTask<KubeObject> AdmitAsync(AdmissionRequest request, KubeObject value)
    {
        var finalizer = request.Key.Resource == Resources.PersistentVolumes ? VolumeMarks.VolumeProtection : VolumeMarks.ClaimProtection;
        return ValueTask.FromResult(value with { Metadata = value.Metadata.WithFinalizer(finalizer) });
    }
}
