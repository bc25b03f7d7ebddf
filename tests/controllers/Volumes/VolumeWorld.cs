using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Storage;

namespace Orleans.Kube.Controllers.Tests.Volumes;

/// <summary>Claims, volumes, the people who make and delete them, and the two planners, which may look at old states and be stopped halfway.</summary>
internal sealed class VolumeWorld
{
    public const string Space = "default";
    public static readonly string[] Claims = ["a", "b"];
    public static readonly string[] Volumes = ["v1", "v2", "v3"];
    private const string Later = "later";
    private const string Kept = "kept";
    private static readonly Node Node = new() { Metadata = new ObjectMeta { Name = "n1", Annotations = new Dictionary<string, string> { [VolumeMarks.VolumesPath] = "/volumes" } } };

    private static readonly StorageClass[] Classes =
    [
        Class("fast", VolumeMarks.NoProvisioner, VolumeBindingMode.Immediate), Class(Later, VolumeMarks.LocalProvisioner, VolumeBindingMode.WaitForFirstConsumer), Class("csi", "csi.example.com", VolumeBindingMode.Immediate),
        Class(Kept, VolumeMarks.LocalProvisioner, VolumeBindingMode.WaitForFirstConsumer) with { ReclaimPolicy = PersistentVolumeReclaimPolicy.Retain },
    ];

    private readonly Shelf _shelf = new();
    private readonly HashSet<string> _used = [];
    private readonly HashSet<string> _reserved = [];

    public Snapshot Now => _shelf.Latest;

    public bool IsUsed(string claim) => _used.Contains(claim);

    /// <summary>Whether a volume was set aside for a claim when it was made.</summary>
    public bool IsReserved(PersistentVolume volume) =>
        _reserved.Contains(volume.Metadata.Uid) || volume.Metadata.Annotations.GetValueOrDefault(VolumeMarks.ProvisionedBy) == VolumeMarks.LocalProvisioner;

    public PersistentVolumeClaim? Claim(string name) => Now.Find<PersistentVolumeClaim>(Resources.PersistentVolumeClaims, name, Space);

    public PersistentVolume? Volume(string name) => Now.Find<PersistentVolume>(Resources.PersistentVolumes, name);

    public IReadOnlyList<PersistentVolume> AllVolumes => Now.List<PersistentVolume>(Resources.PersistentVolumes);

    /// <summary>The volume that a claim could have. One that waits for its first pod can have none but what is set aside for it.</summary>
    public PersistentVolume? VolumeFor(PersistentVolumeClaim claim)
    {
        var (node, waits) = (View(claim, Now).Node, claim.Spec.StorageClassName is Later or Kept);
        return VolumeMatch.Find(claim, AllVolumes.Where(v => !waits || node is not null || VolumeMarks.IsFor(v, claim)), node);
    }

    private ClaimView View(PersistentVolumeClaim claim, Snapshot view) => new(claim, view.List<PersistentVolume>(Resources.PersistentVolumes))
    {
        Class = Classes.FirstOrDefault(c => c.Metadata.Name == claim.Spec.StorageClassName), DefaultClass = claim.Spec.StorageClassName is null ? "fast" : null,
        Node = VolumeMarks.SelectedNodeOf(claim) is null ? null : Node, InUse = claim.Metadata.DeletionTimestamp is not null && IsUsed(claim.Metadata.Name),
    };

    /// <summary>Something that people, pods or the scheduler do.</summary>
    public void Act(Script script)
    {
        var (claim, volume) = (script.Pick(Claims), script.Pick(Volumes));
        var key = new ObjectKey(Resources.PersistentVolumeClaims, Space, claim);
        if (Claim(claim) is not { } stored) _shelf.Put(key.Resource, NewClaim(script, claim));
        else if (Volume(volume) is not { } known)
        {
            var made = _shelf.Put(Resources.PersistentVolumes, NewVolume(script, volume));
            if (made.Spec.ClaimRef is not null) _reserved.Add(made.Metadata.Uid);
        }
        else
        {
            switch (script.Choose(6))
            {
                case 0:
                    _shelf.Delete(key);
                    break;
                case 1:
                    _shelf.Delete(new ObjectKey(Resources.PersistentVolumes, "", script.Pick(AllVolumes).Metadata.Name));
                    break;
                case 2 when known.Status.Phase == PersistentVolumePhase.Released:
                    _shelf.Put(Resources.PersistentVolumes, known with { Spec = known.Spec with { ClaimRef = null } });
                    _reserved.Remove(known.Metadata.Uid);
                    break;
                case 2 when stored.Spec.VolumeName.Length == 0:
                    _shelf.Put(key.Resource, stored with { Spec = stored.Spec with { VolumeName = volume } });
                    break;
                case 3:
                    _shelf.Put(Resources.PersistentVolumes, known with { Spec = known.Spec with { StorageClassName = script.Pick(["fast", Later]) } });
                    break;
                case 4 or 5 when !_used.Remove(claim) && stored.Metadata.DeletionTimestamp is null:
                    _used.Add(claim);
                    if (stored.Spec.VolumeName.Length == 0) _shelf.Put(key.Resource, stored with { Metadata = stored.Metadata with { Annotations = stored.Metadata.Annotations.With(VolumeMarks.SelectedNode, Node.Metadata.Name) } });
                    break;
            }
        }
    }

    /// <summary>What a claim plans: it knows itself as it is, and the volumes as they were some writes ago.</summary>
    /// <param name="answers">How many writes are carried out at most.</param>
    /// <returns>How many were planned.</returns>
    public int ReconcileClaim(string name, int behind, int answers)
    {
        if (Claim(name) is not { } claim) return 0;
        var view = _shelf.Ago(behind, long.Parse(claim.Metadata.ResourceVersion));
        var plan = ClaimPlanner.Plan(View(claim, view), _shelf.Now);
        if (plan.Volume is ObjectReplacement { Content: PersistentVolume taken })
        {
            var known = view.Find<PersistentVolume>(Resources.PersistentVolumes, taken.Metadata.Name)!;
            (known.Spec.ClaimRef is null || VolumeMarks.IsFor(known, claim)).ShouldBeTrue("it is another claim's");
            (known.Metadata.DeletionTimestamp is null || claim.Spec.VolumeName.Length > 0).ShouldBeTrue("it ends");
            VolumeMarks.IsFor(taken, claim).ShouldBeTrue();
        }

        return Carry(answers, plan.Volume,
            plan.BoundVolume is { } bound ? ObjectReplacement.Of(Resources.PersistentVolumes, plan.Volume is null ? bound : At(Now.Revision + 1, bound), "status") : null,
            plan.Claim is { } wanted ? ObjectReplacement.Of(Resources.PersistentVolumeClaims, wanted) : null,
            plan.Status is { } status ? ObjectReplacement.StatusOf(Resources.PersistentVolumeClaims, (plan.Claim ?? claim) with { Status = status }) : null);
    }

    /// <summary>What a volume plans: it knows itself as it is, and its claim as that was some writes ago.</summary>
    /// <param name="answers">How many writes are carried out at most.</param>
    /// <returns>How many were planned.</returns>
    public int ReconcileVolume(string name, int behind, int answers)
    {
        if (Volume(name) is not { } volume) return 0;
        var view = _shelf.Ago(behind, long.Parse(volume.Metadata.ResourceVersion));
        var claim = volume.Spec.ClaimRef is { } reference ? view.Find<PersistentVolumeClaim>(Resources.PersistentVolumeClaims, reference.Name, reference.Namespace) : null;
        var plan = VolumePlanner.Plan(new VolumeView(volume, claim), _shelf.Now);
        if (plan.Deletes)
        {
            (volume.Spec.PersistentVolumeReclaimPolicy, volume.Metadata.Annotations.GetValueOrDefault(VolumeMarks.ProvisionedBy)).ShouldBe((PersistentVolumeReclaimPolicy.Delete, VolumeMarks.LocalProvisioner));
            Holder(volume).ShouldBeNull($"{name} is deleted under its claim");
        }

        if (plan.Volume is { } freed && freed.Metadata.Finalizers.Count == volume.Metadata.Finalizers.Count) (Holder(volume), freed.Spec.ClaimRef?.Uid).ShouldBe((null, IsReserved(volume) ? "" : null));
        return Carry(answers, plan.Volume is { } wanted ? ObjectReplacement.Of(Resources.PersistentVolumes, wanted) : null,
            plan.Status is { } status ? ObjectReplacement.Of(Resources.PersistentVolumes, volume with { Status = status }, "status") : null,
            plan.Deletes ? ObjectDeletion.Of(Resources.PersistentVolumes, volume) : null);
    }

    /// <summary>The claim that a volume is bound to: each names the other.</summary>
    public PersistentVolumeClaim? Holder(PersistentVolume volume) =>
        volume.Spec.ClaimRef is { Uid.Length: > 0 } reference && Claim(reference.Name) is { } claim && claim.Metadata.Uid == reference.Uid && claim.Spec.VolumeName == volume.Metadata.Name ? claim : null;

    private static PersistentVolume At(long revision, PersistentVolume volume) =>
        volume with { Metadata = volume.Metadata with { ResourceVersion = revision.ToString(System.Globalization.CultureInfo.InvariantCulture) } };

    /// <summary>Admission marks what is created as in use; the first refusal ends a plan.</summary>
    private int Carry(int answers, params ObjectWrite?[] writes)
    {
        foreach (var write in writes.OfType<ObjectWrite>().Take(answers))
        {
            var admitted = write is ObjectCreation { Content: PersistentVolume made } ? ObjectCreation.Of(Resources.PersistentVolumes, made with { Metadata = made.Metadata.WithFinalizer(VolumeMarks.VolumeProtection) }) : write;
            if (!_shelf.Apply(admitted)) break;
        }

        return writes.Count(static w => w is not null);
    }

    private static PersistentVolumeClaim NewClaim(Script script, string name) => new()
    {
        ApiVersion = "v1",
        Kind = "PersistentVolumeClaim",
        Metadata = new ObjectMeta { Name = name, Namespace = Space, Finalizers = [VolumeMarks.ClaimProtection] },
        Spec = new PersistentVolumeClaimSpec
        {
            StorageClassName = script.Pick([null, "", "fast", "fast", Later, Later, "csi", Kept, "unknown"]), AccessModes = ["ReadWriteOnce"], VolumeMode = "Filesystem",
            VolumeName = script.Choose(5) == 1 ? script.Pick(Volumes) : "", Resources = new() { Requests = Size(script) },
        },
        Status = new PersistentVolumeClaimStatus { Phase = PersistentVolumeClaimPhase.Pending },
    };

    private static PersistentVolume NewVolume(Script script, string name) => new()
    {
        ApiVersion = "v1",
        Kind = "PersistentVolume",
        Metadata = new ObjectMeta
        {
            Name = name, Finalizers = [VolumeMarks.VolumeProtection],
            Annotations = script.Pick(["", "", "csi.example.com"]) is { Length: > 0 } maker ? new Dictionary<string, string> { [VolumeMarks.ProvisionedBy] = maker } : [],
        },
        Spec = new PersistentVolumeSpec
        {
            StorageClassName = script.Pick(["fast", "fast", "", Later, "csi"]), AccessModes = ["ReadWriteOnce"], VolumeMode = "Filesystem", Capacity = Size(script),
            PersistentVolumeReclaimPolicy = script.Pick([PersistentVolumeReclaimPolicy.Retain, PersistentVolumeReclaimPolicy.Delete, PersistentVolumeReclaimPolicy.Recycle]),
            ClaimRef = script.Choose(4) == 1 ? new ObjectReference { Namespace = Space, Name = script.Pick(Claims) } : null,
        },
    };

    private static Dictionary<string, Quantity> Size(Script script) => new() { [ResourceName.Storage] = Quantity.Parse($"{1 + script.Choose(3)}Gi") };

    private static StorageClass Class(string name, string provisioner, string mode) => new()
    {
        Metadata = new ObjectMeta { Name = name }, Provisioner = provisioner, VolumeBindingMode = mode, ReclaimPolicy = PersistentVolumeReclaimPolicy.Delete,
    };
}
