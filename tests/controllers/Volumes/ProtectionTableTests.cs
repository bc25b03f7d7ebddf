using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.Volumes;

/// <summary>What keeps claims and volumes that are deleted, as Kubernetes' own tests of its protection controllers have it.</summary>
public sealed class ProtectionTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// A pod: the volume that it has (<c>claim</c>, another claim, one of its own, one of its own that is not for it, or none), where it is and how it is; and whether it keeps the claim.
    /// </summary>
    [Theory]
    [InlineData("claim", "node", "Running", true)]
    [InlineData("claim", "node", "Pending", true)]
    [InlineData("claim", "node", "Failed", true)]
    [InlineData("claim", "node", "Succeeded", true)]
    [InlineData("claim", "node", "leaving", true)]
    [InlineData("claim", "node", "left", true)]
    [InlineData("claim", "", "Pending", false)]
    [InlineData("other", "node", "Running", false)]
    [InlineData("none", "node", "Running", false)]
    [InlineData("own", "node", "Running", true)]
    [InlineData("own", "node", "Succeeded", true)]
    [InlineData("own", "node", "leaving", true)]
    [InlineData("own", "node", "left", false)]
    [InlineData("own", "", "Pending", false)]
    [InlineData("foreign", "node", "Running", false)]
    public void A_pod_on_a_node_keeps_its_claims(string volume, string node, string state, bool keeps)
    {
        var claim = new PersistentVolumeClaim
        {
            Metadata = new ObjectMeta
            {
                Name = "p-data", Namespace = "default", Uid = "c", DeletionTimestamp = Now, Finalizers = ["kubernetes.io/pvc-protection"],
                OwnerReferences = volume == "own" ? [new OwnerReference { ApiVersion = "v1", Kind = "Pod", Name = "p", Uid = "uid-p", Controller = true }] : [],
            },
        };
        var pod = Make.Pod("p", node);
        pod = pod with
        {
            Metadata = pod.Metadata with
            {
                DeletionTimestamp = state is "leaving" or "left" ? Now : null, DeletionGracePeriodSeconds = state switch { "leaving" => 30, "left" => 0, _ => null },
            },
            Spec = pod.Spec with { Volumes = [Volume(volume)] },
            Status = pod.Status with { Phase = state is "leaving" or "left" ? "Running" : state },
        };

        PodClaims.Uses(pod, claim).ShouldBe(keeps);
        var plan = ClaimPlanner.Plan(new ClaimView(claim, []) { InUse = keeps }, Now);
        (plan.Claim?.Metadata.Finalizers is []).ShouldBe(!keeps);
    }

    /// <summary>Whether a claim is marked and deleted, and the finalizers that it comes to have; null: it stays as it is.</summary>
    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, false, null)]
    [InlineData(true, true, false)]
    [InlineData(false, true, null)]
    public void A_claim_that_nobody_uses_is_marked_and_let_go(bool isMarked, bool isDeleted, bool? marked)
    {
        var claim = new PersistentVolumeClaim
        {
            Metadata = new ObjectMeta { Name = "c", Namespace = "default", Uid = "c", DeletionTimestamp = isDeleted ? Now : null, Finalizers = isMarked ? ["kubernetes.io/pvc-protection"] : [] },
        };
        (ClaimPlanner.Plan(new ClaimView(claim, []), Now).Claim?.Metadata.Finalizers.Contains("kubernetes.io/pvc-protection")).ShouldBe(marked);
    }

    /// <summary>The phase of a volume, whether it is marked and deleted, and the finalizers that it comes to have; null: it keeps them.</summary>
    [Theory]
    [InlineData("Available", false, false, true)]
    [InlineData("Available", true, false, null)]
    [InlineData("Available", true, true, false)]
    [InlineData("Released", true, true, false)]
    [InlineData("Failed", true, true, false)]
    [InlineData("Pending", true, true, false)]
    [InlineData("Bound", true, true, null)]
    [InlineData("Available", false, true, null)]
    public void A_volume_that_is_bound_stays(string phase, bool isMarked, bool isDeleted, bool? marked)
    {
        var volume = new PersistentVolume
        {
            Metadata = new ObjectMeta { Name = "v", Uid = "v", DeletionTimestamp = isDeleted ? Now : null, Finalizers = isMarked ? ["kubernetes.io/pv-protection"] : [] },
            Status = new PersistentVolumeStatus { Phase = phase },
        };
        (VolumePlanner.Plan(new VolumeView(volume, null), Now).Volume?.Metadata.Finalizers.Contains("kubernetes.io/pv-protection")).ShouldBe(marked);
    }

    private static Volume Volume(string kind) => kind switch
    {
        "claim" => new Volume { Name = "x", PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = "p-data" } },
        "other" => new Volume { Name = "x", PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = "other" } },
        "own" or "foreign" => new Volume { Name = "data", Ephemeral = new EphemeralVolumeSource { VolumeClaimTemplate = new PersistentVolumeClaimTemplate() } },
        _ => new Volume { Name = "data", EmptyDir = new EmptyDirVolumeSource() },
    };
}
