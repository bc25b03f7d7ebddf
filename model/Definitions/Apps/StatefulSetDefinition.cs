using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>statefulsets: pods with names and volumes that last.</summary>
public sealed class StatefulSetDefinition : ResourceDefinition<StatefulSet>
{
    private const string Changeable =
        "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', "
        + "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

    public override string Plural => "statefulsets";

    public override IReadOnlyList<string> ShortNames => ["sts"];

    public override IReadOnlyList<string> Categories => ["all"];

    public override bool HasStatus => true;

    public override ScaleAccess Scale { get; } = new(
        static o => ((StatefulSet)o).Spec.Replicas ?? 1,
        static o => ((StatefulSet)o).Status.Replicas,
        static o => ScaleAccess.SelectorText(((StatefulSet)o).Spec.Selector),
        static (o, replicas) => (StatefulSet)o is var set ? set with { Spec = set.Spec with { Replicas = replicas } } : o);

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Ready", "string", "Ready pods of those wanted.", static s => $"{s.Status.ReadyReplicas}/{s.Spec.Replicas ?? 1}"),
        TableColumn.Age,
        Wide("Containers", "The containers of its template.", static s => Cells.ContainerNames(s.Spec.Template.Spec)),
        Wide("Images", "The images of its template.", static s => Cells.Images(s.Spec.Template.Spec)),
    ];

    protected override StatefulSet Default(StatefulSet value) =>
        StatefulSetDefaults.Default(value.Spec) is var spec && ReferenceEquals(spec, value.Spec) ? value : value with { Spec = spec };

    protected override StatefulSet WithStatusOf(StatefulSet target, StatefulSet source) => target with { Status = source.Status };

    protected override void Validate(StatefulSet value, FieldErrors errors)
    {
        using var _ = errors.At("spec");
        var spec = value.Spec;
        if (spec.PodManagementPolicy is not (PodManagementPolicyType.OrderedReady or PodManagementPolicyType.Parallel))
            errors.Invalid("podManagementPolicy", spec.PodManagementPolicy, $"must be '{PodManagementPolicyType.OrderedReady}' or '{PodManagementPolicyType.Parallel}'");
        using (errors.At("updateStrategy")) Strategy(spec.UpdateStrategy, errors);
        if (spec.PersistentVolumeClaimRetentionPolicy is { } policy)
            using (errors.At("persistentVolumeClaimRetentionPolicy"))
            {
                Rules.OneOf("whenDeleted", policy.WhenDeleted, errors, PersistentVolumeClaimRetentionPolicyType.Retain, PersistentVolumeClaimRetentionPolicyType.Delete);
                Rules.OneOf("whenScaled", policy.WhenScaled, errors, PersistentVolumeClaimRetentionPolicyType.Retain, PersistentVolumeClaimRetentionPolicyType.Delete);
            }

        errors.NonNegative("replicas", spec.Replicas);
        errors.NonNegative("minReadySeconds", spec.MinReadySeconds);
        errors.NonNegative("ordinals.start", spec.Ordinals?.Start);
        if (spec.ServiceName.Length > 0) errors.InvalidEach("serviceName", spec.ServiceName, Names.DnsLabel(spec.ServiceName));
        if (PodTemplateValidation.Selector(spec.Selector, spec.Template, "empty selector is invalid for statefulset", "", errors))
            PodTemplateValidation.ValidateOfStatefulSet(spec.Template, errors);
    }

    protected override void ValidateUpdate(StatefulSet value, StatefulSet old, FieldErrors errors)
    {
        var kept = value.Spec with
        {
            Replicas = old.Spec.Replicas, Ordinals = old.Spec.Ordinals, Template = old.Spec.Template, UpdateStrategy = old.Spec.UpdateStrategy,
            MinReadySeconds = old.Spec.MinReadySeconds, RevisionHistoryLimit = old.Spec.RevisionHistoryLimit,
            PersistentVolumeClaimRetentionPolicy = old.Spec.PersistentVolumeClaimRetentionPolicy,
        };
        if (!Structural.Equal(kept, old.Spec)) errors.Forbidden("spec", Changeable);
    }

    protected override void ValidateStatusUpdate(StatefulSet value, StatefulSet old, FieldErrors errors)
    {
        using var _ = errors.At("status");
        var status = value.Status;
        errors.NonNegative("replicas", status.Replicas);
        errors.NonNegative("readyReplicas", status.ReadyReplicas);
        errors.NonNegative("currentReplicas", status.CurrentReplicas);
        errors.NonNegative("updatedReplicas", status.UpdatedReplicas);
        errors.NonNegative("availableReplicas", status.AvailableReplicas);
        errors.NonNegative("observedGeneration", status.ObservedGeneration);
        errors.NonNegative("collisionCount", status.CollisionCount);
        errors.NotAbove("readyReplicas", status.ReadyReplicas, status.Replicas, "status.replicas");
        errors.NotAbove("currentReplicas", status.CurrentReplicas, status.Replicas, "status.replicas");
        errors.NotAbove("updatedReplicas", status.UpdatedReplicas, status.Replicas, "status.replicas");
        errors.NotAbove("availableReplicas", status.AvailableReplicas, status.Replicas, "status.replicas");
        errors.NotAbove("availableReplicas", status.AvailableReplicas, status.ReadyReplicas, "status.readyReplicas");
    }

    protected override IEnumerable<string> Warnings(StatefulSet value, StatefulSet? old) => PodWarnings.OfTemplate(value.Spec.Template, old?.Spec.Template, "spec.template");

    private static void Strategy(StatefulSetUpdateStrategy strategy, FieldErrors errors)
    {
        if (strategy.Type.Length == 0) errors.Required("");
        else if (strategy.Type == StatefulSetUpdateStrategyType.OnDelete)
        {
            if (strategy.RollingUpdate is not null) errors.Invalid("rollingUpdate", strategy.RollingUpdate, "only allowed for updateStrategy 'RollingUpdate'");
        }
        else if (strategy.Type == StatefulSetUpdateStrategyType.RollingUpdate) errors.NonNegative("rollingUpdate.partition", strategy.RollingUpdate?.Partition);
        else errors.Invalid("", strategy, "must be 'RollingUpdate' or 'OnDelete'");
    }
}
