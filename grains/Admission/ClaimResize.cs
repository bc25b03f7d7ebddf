using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Storage;

namespace Orleans.Kube.Grains;

/// <summary>A bound claim may ask for more storage only where its class can give it (k8s.io/kubernetes/plugin/pkg/admission/storage/persistentvolume/resize).</summary>
public sealed class ClaimResize : IAdmissionPlugin
{
    public int Order => 420;

    public bool Handles(AdmissionRequest request) => request is { Operation: AdmissionOperation.Update, Subresource: "" } && request.Key.Resource == Resources.PersistentVolumeClaims;

    public ValueTask ValidateAsync(AdmissionRequest request, KubeObject value)
    {
        var (claim, old) = ((PersistentVolumeClaim)value, (PersistentVolumeClaim)request.Old!);
        if (Asked(claim).CompareTo(Asked(old)) <= 0) return ValueTask.CompletedTask;
        if (old.Status.Phase != PersistentVolumeClaimPhase.Bound) throw Refused(request, "Only bound persistent volume claims can be expanded");
        var name = StorageClasses.Of(claim) ?? "";
        if (name.Length == 0 || request.View.Find(new ObjectKey(Resources.StorageClasses, "", name))?.As<StorageClass>().AllowVolumeExpansion != true)
            throw Refused(request, "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize");
        return ValueTask.CompletedTask;
    }

    private static Quantity Asked(PersistentVolumeClaim claim) => claim.Spec.Resources.Requests.GetValueOrDefault(ResourceName.Storage);

    private static StatusException Refused(AdmissionRequest request, string why) => Failures.Forbidden(request.Key.Resource, request.Key.Name, why);
}
