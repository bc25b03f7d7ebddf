using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Definitions;

/// <summary>Defaults of stateful sets and the claims that they make.</summary>
internal static class StatefulSetDefaults
{
    private const int RevisionHistory = 10;

    public static StatefulSetSpec Default(StatefulSetSpec spec)
    {
        var template = PodDefaults.Default(spec.Template);
        var claims = spec.VolumeClaimTemplates.Map(Claim);
        var strategy = Strategy(spec.UpdateStrategy);
        var policy = Policy(spec.PersistentVolumeClaimRetentionPolicy);
        if (spec is { Replicas: not null, RevisionHistoryLimit: not null, PodManagementPolicy.Length: > 0 }
            && ReferenceEquals(template, spec.Template) && ReferenceEquals(claims, spec.VolumeClaimTemplates)
            && ReferenceEquals(strategy, spec.UpdateStrategy) && ReferenceEquals(policy, spec.PersistentVolumeClaimRetentionPolicy)) return spec;
        return spec with
        {
            Replicas = spec.Replicas ?? 1,
            RevisionHistoryLimit = spec.RevisionHistoryLimit ?? RevisionHistory,
            PodManagementPolicy = spec.PodManagementPolicy.Or(PodManagementPolicyType.OrderedReady),
            Template = template,
            VolumeClaimTemplates = claims,
            UpdateStrategy = strategy,
            PersistentVolumeClaimRetentionPolicy = policy,
        };
    }

    private static PersistentVolumeClaim Claim(PersistentVolumeClaim claim) =>
        claim is { Spec.VolumeMode: not null, Status.Phase.Length: > 0, ApiVersion.Length: > 0, Kind.Length: > 0 } ? claim : claim with
        {
            ApiVersion = "v1",
            Kind = "PersistentVolumeClaim",
            Spec = claim.Spec with { VolumeMode = claim.Spec.VolumeMode ?? PersistentVolumeMode.Filesystem },
            Status = claim.Status with { Phase = claim.Status.Phase.Or(PersistentVolumeClaimPhase.Pending) },
        };

    private static StatefulSetUpdateStrategy Strategy(StatefulSetUpdateStrategy strategy)
    {
        var type = strategy.Type.Or(StatefulSetUpdateStrategyType.RollingUpdate);
        if (type != StatefulSetUpdateStrategyType.RollingUpdate || (strategy.Type.Length > 0 && strategy.RollingUpdate is not { Partition: null })) return strategy;
        var update = strategy.RollingUpdate ?? new();
        return strategy with { Type = type, RollingUpdate = update with { Partition = update.Partition ?? 0 } };
    }

    private static StatefulSetPersistentVolumeClaimRetentionPolicy Policy(StatefulSetPersistentVolumeClaimRetentionPolicy? policy) =>
        policy is { WhenDeleted.Length: > 0, WhenScaled.Length: > 0 } ? policy : new()
        {
            WhenDeleted = (policy?.WhenDeleted ?? "").Or(PersistentVolumeClaimRetentionPolicyType.Retain),
            WhenScaled = (policy?.WhenScaled ?? "").Or(PersistentVolumeClaimRetentionPolicyType.Retain),
        };
}
