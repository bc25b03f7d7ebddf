using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Storage;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains.Volumes;

/// <summary>A claim: it takes a volume, has one made, or says what it waits for; and stays while pods use it.</summary>
[GrainType("persistentvolumeclaims")]
public sealed class PersistentVolumeClaimGrain(
    [PersistentState("object", "ledger")] IPersistentState<ObjectState> state, ObjectServices services, ReconcileServices reconciling)
    : ReconcilingGrain(state, services, reconciling), IPersistentVolumeClaimGrain
{
    protected override string Component => "persistentvolume-controller";

    protected override async Task<DateTimeOffset?> ReconcileAsync(IClusterView view)
    {
        if (Stored?.As<PersistentVolumeClaim>() is not { } claim)
        {
            foreach (var (pod, wanting) in PodClaims.Wanting(Key.Name, Pods(view)).Take(1)) await MakeAsync(pod, wanting);
            return null;
        }

        foreach (var (pod, wanting) in PodClaims.Wanting(Key.Name, Pods(view)))
            if (!PodClaims.IsMadeFor(pod, claim)) Record([PodClaims.NotMade(pod, wanting, PodClaims.NotItsOwn(pod, Key.Name))]);
        var plan = ClaimPlanner.Plan(Gather(view, claim), Services.Time.WholeSeconds());
        if (plan.Volume is { } volume) await WriteOrThrowAsync([volume]);
        if (plan.BoundVolume is { } bound)
            await WriteOrThrowAsync([ObjectReplacement.Of(Resources.PersistentVolumes, plan.Volume is null ? bound : At(Writes.Revision, bound), "status")]);
        if (plan.Claim is { } wanted) await WriteOrThrowAsync([ObjectReplacement.Of(Resources.PersistentVolumeClaims, wanted)]);
        if (plan.Status is { } status)
            await WriteOrThrowAsync([ObjectReplacement.StatusOf(Resources.PersistentVolumeClaims, (plan.Claim ?? claim) with { Status = status })]);
        Record(plan.Events);
        return null;
    }

    /// <summary>Makes the claim of a pod's volume. A refusal is told to the pod and tried again.</summary>
    private async Task MakeAsync(Pod pod, Volume volume)
    {
        if (await Writes.WriteAsync(PodClaims.Make(pod, volume)) is not { } refusal) return;
        Record([PodClaims.NotMade(pod, volume, $"create PVC {Key.Name}: {refusal.Message}")]);
        throw new RefusedException([refusal]);
    }

    private static PersistentVolume At(long revision, PersistentVolume volume) =>
        volume with { Metadata = volume.Metadata with { ResourceVersion = revision.ToString(System.Globalization.CultureInfo.InvariantCulture) } };

    private ClaimView Gather(IClusterView view, PersistentVolumeClaim claim)
    {
        var name = StorageClasses.Of(claim);
        var found = string.IsNullOrEmpty(name) ? null : view.Find(new ObjectKey(Resources.StorageClasses, "", name))?.As<StorageClass>();
        return new ClaimView(claim, [.. view.List(Resources.PersistentVolumes).Select(static item => item.As<PersistentVolume>())])
        {
            Class = found,
            DefaultClass = name is null ? StorageClasses.Default(view.List(Resources.StorageClasses).Select(static item => item.As<StorageClass>()))?.Metadata.Name : null,
            Node = VolumeMarks.SelectedNodeOf(claim) is { } node ? view.Find(new ObjectKey(Resources.Nodes, "", node))?.As<Node>() : null,
            InUse = claim.Metadata.DeletionTimestamp is not null && Pods(view).Any(pod => PodClaims.Uses(pod, claim)),
            WaitingPods = found?.VolumeBindingMode == VolumeBindingMode.WaitForFirstConsumer && !VolumeMarks.IsBound(claim) ? [.. Awaiting(view, claim)] : [],
        };
    }

    private IEnumerable<string> Awaiting(IClusterView view, PersistentVolumeClaim claim) =>
        Pods(view).Where(pod => PodClaims.Awaits(pod, claim)).Select(static pod => pod.Metadata.Name);

    private IEnumerable<Pod> Pods(IClusterView view) => view.List(Resources.Pods, Key.Namespace).Select(static item => item.As<Pod>());
}
