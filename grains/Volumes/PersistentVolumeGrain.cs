using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains.Volumes;

/// <summary>
/// A persistent volume: its phase is kept true once its claim has bound it, and it is reclaimed after its claim. It writes no claim, because claims write volumes.
/// </summary>
[GrainType("persistentvolumes")]
public sealed class PersistentVolumeGrain(
    [PersistentState("object", "ledger")] IPersistentState<ObjectState> state, ObjectServices services, ReconcileServices reconciling)
    : ReconcilingGrain(state, services, reconciling), IPersistentVolumeGrain
{
    protected override string Component => "persistentvolume-controller";

    protected override async Task<DateTimeOffset?> ReconcileAsync(IClusterView view)
    {
        if (Stored?.As<PersistentVolume>() is not { } volume) return null;
        var claim = volume.Spec.ClaimRef is { } reference
            ? view.Find(new ObjectKey(Resources.PersistentVolumeClaims, reference.Namespace, reference.Name))?.As<PersistentVolumeClaim>()
            : null;
        var plan = VolumePlanner.Plan(new VolumeView(volume, claim), Services.Time.WholeSeconds());
        if (plan.Volume is { } wanted) await WriteOrThrowAsync([ObjectReplacement.Of(Resources.PersistentVolumes, wanted)]);
        if (plan.Status is { } status) await WriteOrThrowAsync([ObjectReplacement.Of(Resources.PersistentVolumes, volume with { Status = status }, "status")]);
        if (plan.Deletes) await WriteOrThrowAsync([ObjectDeletion.Of(Resources.PersistentVolumes, volume)]);
        Record(plan.Events);
        return null;
    }
}
