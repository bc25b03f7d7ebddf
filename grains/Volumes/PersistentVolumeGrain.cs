using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Storage;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains.Volumes;

/// <summary>
/// A persistent volume: its phase is kept true once its claim has bound it, it is attached to the nodes whose pods need it, and it is reclaimed after its claim. It writes no claim,
/// because claims write volumes.
/// </summary>
[GrainType("persistentvolumes")]
public sealed class PersistentVolumeGrain(
    [PersistentState("object", "ledger")] IPersistentState<ObjectState> state, ObjectServices services, ReconcileServices reconciling)
    : ReconcilingGrain(state, services, reconciling), IPersistentVolumeGrain
{
    private AttachmentMemory _attachments = AttachmentMemory.Empty;

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
        return volume.Spec.Csi is null ? null : await AttachAsync(view, volume, claim is not null && claim.Spec.VolumeName == Key.Name ? claim : null);
    }

    private async Task<DateTimeOffset?> AttachAsync(IClusterView view, PersistentVolume volume, PersistentVolumeClaim? claim)
    {
        IReadOnlyList<Pod> pods = claim is null ? [] :
        [
            .. view.List(Resources.Pods, claim.Metadata.Namespace).Where(static o => PodFacts.NodeOf(o).Length > 0).Select(static o => o.As<Pod>())
                .Where(pod => PodClaims.Names(pod).Contains(claim.Metadata.Name)),
        ];
        IReadOnlyList<VolumeAttachment> attachments = [.. view.List(Resources.VolumeAttachments).Select(static o => o.As<VolumeAttachment>()).Where(a => a.Spec.Source.PersistentVolumeName == Key.Name)];
        var nodes = pods.Select(static p => p.Spec.NodeName).Concat(attachments.Select(static a => a.Spec.NodeName)).Distinct()
            .Select(name => view.Find(new ObjectKey(Resources.Nodes, "", name))?.As<Node>()).OfType<Node>().ToDictionary(static n => n.Metadata.Name);
        var driver = view.Find(new ObjectKey(Resources.CSIDrivers, "", volume.Spec.Csi!.Driver))?.As<CSIDriver>();
        var plan = AttachmentPlanner.Plan(new AttachmentView(volume) { Driver = driver, Pods = pods, Attachments = attachments, Nodes = nodes, Memory = _attachments }, Services.Time.WholeSeconds());
        await WriteOrThrowAsync(plan.Writes);
        _attachments = plan.Memory;
        Record(plan.Events);
        return plan.Due;
    }
}
