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
        foreach (var (ordinal, pod) in draft.Starts.Concat(draft.Waiting).Concat(draft.Held.Select(static held => (held.Ordinal, held.Pod))))
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

    /// <summary>Whether a claim still belongs to a pod of this name that is gone: the next one waits until the garbage collector has taken the claim along.</summary>
    public static bool IsStale(StatefulDraft draft, Pod pod) =>
        draft.Set.Spec.PersistentVolumeClaimRetentionPolicy?.WhenScaled == PersistentVolumeClaimRetentionPolicyType.Delete
        && draft.Set.Spec.VolumeClaimTemplates.Select(template => StatefulPods.ClaimName(template, pod.Metadata.Name))
            .Any(name => draft.View.Claims.Any(claim => claim.Metadata.Name == name && claim.Metadata.OwnerReferences.Any(owner => Names(owner, pod))));

    /// <summary>That a pod has to wait because claims of its names are being deleted; null where none is.</summary>
    public static PlannedEvent? Ending(StatefulDraft draft, Pod pod)
    {
        string[] ending =
        [
            .. draft.Set.Spec.VolumeClaimTemplates.Select(template => StatefulPods.ClaimName(template, pod.Metadata.Name))
                .Where(name => draft.View.Claims.Any(claim => claim.Metadata.Name == name && claim.Metadata.DeletionTimestamp is not null))
                .Select(static name => $"pvc {name} is being deleted"),
        ];
        if (ending.Length == 0) return null;
        var why = ending.Length == 1 ? ending[0] : $"[{string.Join(", ", ending)}]";
        return PlannedEvent.Warning("FailedCreate", $"create Pod {pod.Metadata.Name} in StatefulSet {draft.Set.Metadata.Name} failed error: {why}");
    }

    /// <summary>
    /// The set owns the claim if it is to go with the set, a condemned pod if it is to go with the pod. A claim that belongs to what had their names before, or
    /// that another controller manages, is not for them to give away. Null where nothing changes.
    /// </summary>
    private static ObjectPatch? Owners(StatefulDraft draft, PersistentVolumeClaim claim, Pod pod, bool condemned)
    {
        var owners = claim.Metadata.OwnerReferences;
        if (owners.Any(owner => IsSuccessor(draft.Set, owner) || IsSuccessor(pod, owner))) return null;
        var policy = draft.Set.Spec.PersistentVolumeClaimRetentionPolicy;
        var (isDeletedWithSet, isDeletedWithPod) = (policy?.WhenDeleted == PersistentVolumeClaimRetentionPolicyType.Delete, policy?.WhenScaled == PersistentVolumeClaimRetentionPolicyType.Delete);
        List<OwnerReference> wanted = [.. owners.Where(owner => !Names(owner, draft.Set) && !Names(owner, pod))];
        var isForeign = (isDeletedWithSet || isDeletedWithPod) && wanted.Any(static owner => owner.Controller == true);
        if (isDeletedWithSet && !isForeign && !(isDeletedWithPod && condemned)) wanted.Add(draft.Set.ControllerReference());
        if (isDeletedWithPod && !isForeign && condemned) wanted.Add(pod.ControllerReference());
        if (wanted.Select(Key).ToHashSet().SetEquals(owners.Select(Key))) return null;
        var list = JsonSerializer.SerializeToNode<IReadOnlyList<OwnerReference>>(wanted, KubeJson.Options);
        return ObjectPatch.Of(Resources.PersistentVolumeClaims, claim, PatchKind.Merge, new JsonObject { ["metadata"] = new JsonObject { ["ownerReferences"] = list } }) with
        {
            Event = isForeign
                ? PlannedEvent.Warning("ConflictingController",
                    $"PersistentVolumeClaim {claim.Metadata.Name} has a conflicting OwnerReference that acts as a manging controller, the retention policy is ignored for this claim")
                : null,
        };

        static (string, bool) Key(OwnerReference owner) => (owner.Uid, owner.Controller == true);
    }

    private static bool Names(OwnerReference reference, KubeObject owner) =>
        reference.ApiVersion == owner.ApiVersion && reference.Kind == owner.Kind && reference.Name == owner.Metadata.Name;

    /// <summary>Whether a reference means what had the object's name before it.</summary>
    private static bool IsSuccessor(KubeObject owner, OwnerReference reference) => Names(reference, owner) && reference.Uid != owner.Metadata.Uid;
}
