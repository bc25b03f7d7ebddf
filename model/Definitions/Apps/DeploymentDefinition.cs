using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>deployments: replica sets, one after the other, rolled out.</summary>
public sealed class DeploymentDefinition : ResourceDefinition<Deployment>
{
    private const string Quarter = "25%";

    public override string Plural => "deployments";

    public override IReadOnlyList<string> ShortNames => ["deploy"];

    public override IReadOnlyList<string> Categories => ["all"];

    public override bool HasStatus => true;

    public override ScaleAccess Scale { get; } = new(
        static o => ((Deployment)o).Spec.Replicas ?? 1,
        static o => ((Deployment)o).Status.Replicas,
        static o => ScaleAccess.SelectorText(((Deployment)o).Spec.Selector),
        static (o, replicas) => (Deployment)o is var deployment ? deployment with { Spec = deployment.Spec with { Replicas = replicas } } : o);

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Ready", "string", "Ready pods of those wanted.", static d => $"{d.Status.ReadyReplicas}/{d.Spec.Replicas ?? 1}"),
        Column("Up-to-date", "string", "How many pods run the latest template.", static d => d.Status.UpdatedReplicas),
        Column("Available", "string", "How many pods have been ready for long enough.", static d => d.Status.AvailableReplicas),
        TableColumn.Age,
        Wide("Containers", "The containers of its template.", static d => Cells.ContainerNames(d.Spec.Template.Spec)),
        Wide("Images", "The images of its template.", static d => Cells.Images(d.Spec.Template.Spec)),
        Wide("Selector", "The labels of its pods.", static d => Cells.Selector(d.Spec.Selector)),
    ];

    /// <summary>Of the metadata a status may change all but the labels.</summary>
    public override KubeObject PrepareForStatusUpdate(KubeObject value, KubeObject old)
    {
        var status = ((Deployment)value).Status;
        // The gate of the field is off in Kubernetes 1.33: it stays only where it is already.
        if (((Deployment)old).Status.TerminatingReplicas is null) status = status with { TerminatingReplicas = null };
        return base.PrepareForStatusUpdate((Deployment)value with { Metadata = value.Metadata with { Labels = old.Metadata.Labels }, Status = status }, old);
    }

    /// <summary>Annotations count, since rollouts carry them to replica sets.</summary>
    public override bool ChangesDesiredState(KubeObject value, KubeObject old) =>
        base.ChangesDesiredState(value, old) || !Structural.Equal(value.Metadata.Annotations, old.Metadata.Annotations);

    protected override Deployment Default(Deployment value) =>
        Default(value.Spec) is var spec && ReferenceEquals(spec, value.Spec) ? value : value with { Spec = spec };

    protected override Deployment WithStatusOf(Deployment target, Deployment source) => target with { Status = source.Status };

    private static DeploymentSpec Default(DeploymentSpec spec)
    {
        var template = PodDefaults.Default(spec.Template);
        var strategy = Default(spec.Strategy);
        if (spec is { Replicas: not null, RevisionHistoryLimit: not null, ProgressDeadlineSeconds: not null }
            && ReferenceEquals(template, spec.Template) && ReferenceEquals(strategy, spec.Strategy)) return spec;
        return spec with
        {
            Replicas = spec.Replicas ?? 1,
            Template = template,
            Strategy = strategy,
            RevisionHistoryLimit = spec.RevisionHistoryLimit ?? 10,
            ProgressDeadlineSeconds = spec.ProgressDeadlineSeconds ?? 600,
        };
    }

    private static DeploymentStrategy Default(DeploymentStrategy strategy)
    {
        if (strategy.Type == DeploymentStrategyType.Recreate) return strategy;
        if (strategy is { Type.Length: > 0, RollingUpdate: { MaxSurge: not null, MaxUnavailable: not null } }) return strategy;
        if (strategy.Type.Length > 0 && strategy.Type != DeploymentStrategyType.RollingUpdate) return strategy;
        return new()
        {
            Type = DeploymentStrategyType.RollingUpdate,
            RollingUpdate = new() { MaxSurge = strategy.RollingUpdate?.MaxSurge ?? Quarter, MaxUnavailable = strategy.RollingUpdate?.MaxUnavailable ?? Quarter },
        };
    }

    protected override void Validate(Deployment value, FieldErrors errors)
    {
        using var _ = errors.At("spec");
        var spec = value.Spec;
        errors.NonNegative("replicas", spec.Replicas);
        if (PodTemplateValidation.Selector(spec.Selector, spec.Template, "empty selector is invalid for deployment", "invalid label selector", errors))
            PodTemplateValidation.ValidateOfService(spec.Template, "ReplicaSet", errors);
        using (errors.At("strategy")) Strategy(spec.Strategy, errors);
        errors.NonNegative("minReadySeconds", spec.MinReadySeconds);
        errors.NonNegative("revisionHistoryLimit", spec.RevisionHistoryLimit);
        errors.NonNegative("progressDeadlineSeconds", spec.ProgressDeadlineSeconds);
        if (spec.ProgressDeadlineSeconds <= spec.MinReadySeconds)
            errors.Invalid("progressDeadlineSeconds", spec.ProgressDeadlineSeconds, "must be greater than minReadySeconds");
    }

    protected override void ValidateUpdate(Deployment value, Deployment old, FieldErrors errors) =>
        errors.Immutable("spec.selector", value.Spec.Selector, old.Spec.Selector);

    protected override void ValidateStatusUpdate(Deployment value, Deployment old, FieldErrors errors)
    {
        using var _ = errors.At("status");
        var status = value.Status;
        errors.NonNegative("observedGeneration", status.ObservedGeneration);
        errors.NonNegative("replicas", status.Replicas);
        errors.NonNegative("updatedReplicas", status.UpdatedReplicas);
        errors.NonNegative("readyReplicas", status.ReadyReplicas);
        errors.NonNegative("availableReplicas", status.AvailableReplicas);
        errors.NonNegative("unavailableReplicas", status.UnavailableReplicas);
        errors.NonNegative("terminatingReplicas", status.TerminatingReplicas);
        errors.NonNegative("collisionCount", status.CollisionCount);
        errors.NotAbove("updatedReplicas", status.UpdatedReplicas, status.Replicas, "status.replicas");
        errors.NotAbove("readyReplicas", status.ReadyReplicas, status.Replicas, "status.replicas");
        errors.NotAbove("availableReplicas", status.AvailableReplicas, status.Replicas, "status.replicas");
        errors.NotAbove("availableReplicas", status.AvailableReplicas, status.ReadyReplicas, "readyReplicas");
        if ((status.CollisionCount ?? 0) < old.Status.CollisionCount) errors.Invalid("collisionCount", status.CollisionCount ?? 0, "cannot be decremented");
    }

    protected override IEnumerable<string> Warnings(Deployment value, Deployment? old) =>
        PodWarnings.OfName(value.Metadata.Name, old).Concat(PodWarnings.OfTemplate(value.Spec.Template, old?.Spec.Template, "spec.template"));

    private static void Strategy(DeploymentStrategy strategy, FieldErrors errors)
    {
        if (strategy.Type == DeploymentStrategyType.Recreate)
        {
            if (strategy.RollingUpdate is not null) errors.Forbidden("rollingUpdate", "may not be specified when strategy `type` is 'Recreate'");
        }
        else if (strategy.Type != DeploymentStrategyType.RollingUpdate)
            errors.NotSupported("", strategy, DeploymentStrategyType.Recreate, DeploymentStrategyType.RollingUpdate);
        else if (strategy.RollingUpdate is null) errors.Required("rollingUpdate", "this should be defaulted and never be nil");
        else
            using (errors.At("rollingUpdate")) RollingUpdate(strategy.RollingUpdate, errors);
    }

    private static void RollingUpdate(RollingUpdateDeployment update, FieldErrors errors)
    {
        RolloutValidation.CountOrShare("maxUnavailable", update.MaxUnavailable, errors);
        RolloutValidation.CountOrShare("maxSurge", update.MaxSurge, errors);
        if (RolloutValidation.Amount(update.MaxUnavailable) == 0 && RolloutValidation.Amount(update.MaxSurge) == 0)
            errors.Invalid("maxUnavailable", update.MaxUnavailable, "may not be 0 when `maxSurge` is 0");
        RolloutValidation.AtMostAll("maxUnavailable", update.MaxUnavailable, errors);
    }
}
