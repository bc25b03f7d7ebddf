using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Storage;

namespace Orleans.Kube.Controllers.Tests.Volumes;

/// <summary>Which volume a claim comes to, and what is told, as Kubernetes' own tables of its binder have it.</summary>
public sealed class BindingTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Volumes as name, size, class (- for none), phase, whom they are set aside for (- nobody, c the claim by name, c! by its uid, x another) and flags
    /// (B for blocks, L labelled, D being deleted); the claim as size, class (= none, ? unsaid), the volume that it names (-) and flags (B, S selects labelled ones);
    /// the volume that it comes to name and the event.
    /// </summary>
    [Theory]
    [InlineData("v 1Gi - Available -", "1Gi = -", "v", "")]
    [InlineData("", "1Gi = -", "", "Normal FailedBinding")]
    [InlineData("a 10Gi - Available -;b 1Gi - Available -", "1Gi = -", "b", "")]
    [InlineData("a 1Gi - Available -;b 10Gi - Available c", "1Gi = -", "b", "")]
    [InlineData("a 1Gi - Available -;b 10Gi - Available c!", "1Gi = -", "b", "")]
    [InlineData("b 10Gi - Available x", "1Gi = -", "", "Normal FailedBinding")]
    [InlineData("v 1Gi - Bound c!", "1Gi = -", "v", "")]
    [InlineData("v 1Gi - Available - L", "1Gi = - S", "v", "")]
    [InlineData("v 1Gi - Available -", "1Gi = - S", "", "Normal FailedBinding")]
    [InlineData("v 1Gi wait Available -", "1Gi wait -", "", "Normal WaitForFirstConsumer")]
    [InlineData("v 1Gi wait Available c", "1Gi wait -", "v", "")]
    [InlineData("a 1Gi - Pending -;b 10Gi - Available -", "1Gi = -", "b", "")]
    [InlineData("a 1Gi - Pending c", "1Gi = -", "a", "")]
    [InlineData("a 1Gi - Available - D;b 10Gi - Available -", "1Gi = -", "b", "")]
    [InlineData("", "1Gi = v", "", "")]
    [InlineData("v 1Gi - Available -", "1Gi = v", "v", "")]
    [InlineData("v 1Gi - Available c", "1Gi = v", "v", "")]
    [InlineData("v 1Gi - Available c!", "1Gi = v", "v", "")]
    [InlineData("v 1Gi - Bound x", "1Gi = v", "", "Warning FailedBinding")]
    [InlineData("v 1Gi - Available -", "1Gi = v S", "v", "")]
    [InlineData("v 1Gi - Available -", "2Gi = v", "", "Warning VolumeMismatch")]
    [InlineData("v 1Gi gold Available -", "1Gi = v", "", "Warning VolumeMismatch")]
    [InlineData("v 1Gi - Available - D", "1Gi = v", "", "Warning VolumeMismatch")]
    [InlineData("a 1Gi - Available -;b 10Gi gold Available -", "1Gi gold -", "b", "")]
    [InlineData("a 1Gi gold Available -;b 10Gi - Available -", "1Gi = -", "b", "")]
    [InlineData("a 1Gi gold Available -;b 10Gi silver Available -", "1Gi silver -", "b", "")]
    [InlineData("a 1Gi gold Available -;b 10Gi - Available -", "1Gi ? -", "b", "")]
    [InlineData("v 1Gi - Available - B", "1Gi = - B", "v", "")]
    [InlineData("v 1Gi - Available -", "1Gi = - B", "", "Normal FailedBinding")]
    [InlineData("v 1Gi - Available - B", "1Gi = -", "", "Normal FailedBinding")]
    [InlineData("v 1Gi gold Available -", "1Gi gold - B", "", "Warning ProvisioningFailed")]
    [InlineData("v 1Gi gold Available - B", "1Gi silver - B", "", "Warning ProvisioningFailed")]
    [InlineData("v 1Gi gold Available - B", "1Gi silver v B", "", "Warning VolumeMismatch")]
    [InlineData("v 1Gi - Available -", "1Gi = v B", "", "Warning VolumeMismatch")]
    [InlineData("v 1Gi - Available c", "1Gi = - B", "", "Normal FailedBinding")]
    [InlineData("v 1Gi - Available c B", "1Gi = - B", "v", "")]
    public void A_claim_comes_to_its_volume(string volumes, string claim, string bound, string told)
    {
        var asked = Claim(claim.Split(' '));
        var view = new ClaimView(asked, [.. volumes.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(static v => Volume(v.Split(' ')))])
        {
            Class = asked.Spec.StorageClassName == "wait" ? new StorageClass { Provisioner = "kubernetes.io/no-provisioner", VolumeBindingMode = "WaitForFirstConsumer" } : null,
        };
        var plan = ClaimPlanner.Plan(view, Now);
        (plan.Claim?.Spec.VolumeName ?? "").ShouldBe(bound);
        string.Join(' ', plan.Events.Select(static e => $"{e.Type} {e.Reason}")).ShouldBe(told);
        plan.Status!.Phase.ShouldBe(bound.Length > 0 ? "Bound" : "Pending");
        if (bound.Length == 0) return;
        var marks = plan.Claim!.Metadata.Annotations;
        (marks["pv.kubernetes.io/bind-completed"], marks.ContainsKey("pv.kubernetes.io/bound-by-controller")).ShouldBe(("yes", asked.Spec.VolumeName.Length == 0));
        var volume = (PersistentVolume?)(plan.Volume as ObjectReplacement)?.Content ?? view.Volumes.Single(v => v.Metadata.Name == bound);
        (volume.Spec.ClaimRef!.Uid, volume.Spec.ClaimRef.Name).ShouldBe(("u1", "c"));
        var before = view.Volumes.Single(v => v.Metadata.Name == bound).Spec.ClaimRef;
        volume.Metadata.Annotations.ContainsKey("pv.kubernetes.io/bound-by-controller").ShouldBe(before is null);
    }

    private static PersistentVolume Volume(string[] text) => new()
    {
        Metadata = new ObjectMeta
        {
            Name = text[0], DeletionTimestamp = Flag(text, 5, 'D') ? Now : null, Labels = Flag(text, 5, 'L') ? Make.Labels("foo=true") : Make.Labels(),
            Finalizers = ["kubernetes.io/pv-protection"],
        },
        Spec = new PersistentVolumeSpec
        {
            Capacity = new Dictionary<string, Quantity> { ["storage"] = Quantity.Parse(text[1]) }, StorageClassName = text[2] == "-" ? "" : text[2],
            AccessModes = ["ReadWriteOnce", "ReadOnlyMany"], VolumeMode = Flag(text, 5, 'B') ? "Block" : "Filesystem",
            ClaimRef = text[4] switch
            {
                "c" => new ObjectReference { Namespace = "default", Name = "c" },
                "c!" => new ObjectReference { Namespace = "default", Name = "c", Uid = "u1" },
                "x" => new ObjectReference { Namespace = "default", Name = "x", Uid = "u2" },
                _ => null,
            },
        },
        Status = new PersistentVolumeStatus { Phase = text[3] },
    };

    private static PersistentVolumeClaim Claim(string[] text) => new()
    {
        Metadata = new ObjectMeta { Name = "c", Namespace = "default", Uid = "u1", Finalizers = ["kubernetes.io/pvc-protection"] },
        Spec = new PersistentVolumeClaimSpec
        {
            Resources = new() { Requests = new Dictionary<string, Quantity> { ["storage"] = Quantity.Parse(text[0]) } }, AccessModes = ["ReadWriteOnce"],
            StorageClassName = text[1] switch { "=" => "", "?" => null, var name => name }, VolumeName = text[2] == "-" ? "" : text[2],
            VolumeMode = Flag(text, 3, 'B') ? "Block" : "Filesystem", Selector = Flag(text, 3, 'S') ? Make.Selector("foo=true") : null,
        },
    };

    private static bool Flag(string[] text, int at, char flag) => text.Length > at && text[at].Contains(flag);
}
