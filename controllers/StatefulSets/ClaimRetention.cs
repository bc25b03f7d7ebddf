using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;

namespace Orleans.Kube.Controllers.StatefulSets;

/// <summary>The claims of a StatefulSet's pods: made before the pod, and owned by what takes them along when it goes, as the retention policy says.</summary>
internal static class ClaimRetention
{
    public static IEnumerable<ObjectWrite> Plan(StatefulDraft draft)
    {
        var claims = draft.View.Claims.ToDictionary(static claim => claim.Metadata.Name);
        // A pod that waits may do so for a claim that somebody deleted.
        foreach (var (ordinal, pod) in draft.Starts.Concat(draft.Waiting))
        {
            foreach (var claim in StatefulPods.Claims(draft.Set, ordinal).Where(claim => !claims.ContainsKey(claim.Metadata.Name)))
                yield return ObjectCreation.Of(Resources.PersistentVolumeClaims, claim) with
                {
                    Event = PlannedEvent.Normal("SuccessfulCreate",
                        $"create Claim {claim.Metadata.Name} Pod {pod.Metadata.Name} in StatefulSet {draft.Set.Metadata.Name} success"),
                };
        }

        var condemned = draft.Condemned.Select(static pod => pod.Metadata.Name).ToHashSet();
        foreach (var pod in draft.Pods)
        {
            foreach (var template in draft.Set.Spec.VolumeClaimTemplates)
            {
                if (claims.TryGetValue(StatefulPods.ClaimName(template, pod.Metadata.Name), out var claim)
                    && Owners(draft, claim, pod, condemned.Contains(pod.Metadata.Name)) is { } patch) yield return patch;
            }
        }
    }

    /// <summary>The set owns the claim if it is to go with the set, a condemned pod if it is to go with the pod; nothing changes otherwise.</summary>
    private static ObjectPatch? Owners(StatefulDraft draft, PersistentVolumeClaim claim, Pod pod, bool condemned)
    {
        var policy = draft.Set.Spec.PersistentVolumeClaimRetentionPolicy;
        var withSet = policy?.WhenDeleted == PersistentVolumeClaimRetentionPolicyType.Delete && !condemned;
        var withPod = policy?.WhenScaled == PersistentVolumeClaimRetentionPolicyType.Delete && condemned;
        List<OwnerReference> wanted = [.. claim.Metadata.OwnerReferences.Where(owner => owner.Uid != draft.Set.Metadata.Uid && owner.Uid != pod.Metadata.Uid)];
        if (withSet) wanted.Add(Reference(draft.Set));
        if (withPod) wanted.Add(Reference(pod));
        if (wanted.Select(static owner => owner.Uid).Order().SequenceEqual(claim.Metadata.OwnerReferences.Select(static owner => owner.Uid).Order())) return null;
        var list = JsonSerializer.SerializeToNode<IReadOnlyList<OwnerReference>>(wanted, KubeJson.Options);
        return ObjectPatch.Of(Resources.PersistentVolumeClaims, claim, PatchKind.Merge, new JsonObject { ["metadata"] = new JsonObject { ["ownerReferences"] = list } });
    }

    private static OwnerReference Reference(KubeObject owner) => owner.ControllerReference() with { Controller = null, BlockOwnerDeletion = null };
}
