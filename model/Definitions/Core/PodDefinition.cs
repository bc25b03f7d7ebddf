using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;
using ConditionStatus = Orleans.Kube.Model.Core.ConditionStatus;

namespace Orleans.Kube.Model.Definitions;

/// <summary>pods: what runs on nodes. Most of the spec is fixed once the pod exists.</summary>
public sealed class PodDefinition : ResourceDefinition<Pod>
{
    public override string Plural => "pods";

    public override IReadOnlyList<string> ShortNames => ["po"];

    public override IReadOnlyList<string> Categories => ["all"];

    public override bool HasStatus => true;

    public override bool ReturnsDeleted => true;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Ready", "string", "Ready containers of all containers.", static p => PodSummary.Of(p) is var s ? $"{s.Ready}/{s.Total}" : null),
        Column("Status", "string", "What the pod is doing, or what keeps it from running.", static p => PodSummary.Of(p).Status),
        new("Restarts", "string", "How often its containers were restarted, and when last.", static (p, now) => PodSummary.Of((Pod)p).RestartsText(now)),
        TableColumn.Age,
        Wide("IP", "The address of the pod.", static p => Cells.OrNone(p.Status.PodIPs.Count > 0 ? p.Status.PodIPs[0].Ip : p.Status.PodIP)),
        Wide("Node", "The node that it is bound to.", static p => Cells.OrNone(p.Spec.NodeName)),
        Wide("Nominated Node", "The node on which room is being made for it.", static p => Cells.OrNone(p.Status.NominatedNodeName)),
        Wide("Readiness Gates", "Readiness gates that have passed, of all.", ReadinessGates),
    ];

    public override IReadOnlyDictionary<string, Func<KubeObject, string>> SelectableFields { get; } = Fields(
        ("spec.nodeName", static p => p.Spec.NodeName),
        ("spec.restartPolicy", static p => p.Spec.RestartPolicy),
        ("spec.schedulerName", static p => p.Spec.SchedulerName),
        ("spec.serviceAccountName", static p => p.Spec.ServiceAccountName),
        ("spec.hostNetwork", static p => p.Spec.HostNetwork ? "true" : "false"),
        ("status.phase", static p => p.Status.Phase),
        ("status.podIP", static p => p.Status.PodIPs.Count > 0 ? p.Status.PodIPs[0].Ip : p.Status.PodIP),
        ("status.podIPs", static p => string.Join(",", p.Status.PodIPs.Select(static ip => ip.Ip))),
        ("status.nominatedNodeName", static p => p.Status.NominatedNodeName));

    protected override IReadOnlyList<Subresource> Particular { get; } =
    [
        Subresource.Connection("attach", "PodAttachOptions"),
        new("binding", "Binding", ["create"]),
        Subresource.View("ephemeralcontainers", "Pod") with { Prepare = PodSubresources.PrepareEphemeralContainers, Validate = PodSubresources.ValidateEphemeralContainers },
        new("eviction", "Eviction", ["create"], "policy", "v1"),
        Subresource.Connection("exec", "PodExecOptions"),
        new("log", "Pod", ["get"]),
        Subresource.Connection("portforward", "PodPortForwardOptions"),
        Subresource.Proxy("PodProxyOptions"),
        Subresource.View("resize", "Pod") with { Prepare = PodResize.Prepare, Validate = PodResize.Validate },
    ];

    protected override Pod Default(Pod value)
    {
        var spec = PodDefaults.DefaultOfPod(value.Spec);

        // Kubernetes has never refused negative times, and takes them for the shortest.
        if (spec.TerminationGracePeriodSeconds < 0) spec = spec with { TerminationGracePeriodSeconds = 1 };
        return ReferenceEquals(spec, value.Spec) ? value : value with { Spec = spec };
    }

    protected override Pod WithStatusOf(Pod target, Pod source) => target with { Status = source.Status };

    protected override Pod PrepareForCreate(Pod value) => AffinityKeys.Merge(AppArmorAnnotations.Follow(value)) with
    {
        Status = new() { Phase = PodPhase.Pending, QosClass = QualityOfService.ClassOf(value.Spec), Conditions = GatedConditions(value) },
    };

    public override KubeObject PrepareForStatusUpdate(KubeObject value, KubeObject old)
    {
        var (changed, known) = ((Pod)value, (Pod)old);
        return changed with
        {
            Spec = known.Spec,
            Status = WithAddresses(changed.Status) with { QosClass = changed.Status.QosClass.Length > 0 ? changed.Status.QosClass : known.Status.QosClass },
            Metadata = changed.Metadata with { OwnerReferences = known.Metadata.OwnerReferences },
        };
    }

    /// <summary>The one address and the list of them say the same; where they differ, the one that older agents know is right.</summary>
    private static PodStatus WithAddresses(PodStatus status)
    {
        var first = status.PodIPs.Count > 0 ? status.PodIPs[0].Ip : "";
        if (first == status.PodIP) return status;
        return status.PodIP.Length == 0 ? status with { PodIP = first } : status with { PodIPs = [new PodIP { Ip = status.PodIP }] };
    }

    private static IReadOnlyList<PodCondition> GatedConditions(Pod pod) => pod.Spec.SchedulingGates.Count == 0 ? [] :
    [
        new PodCondition
        {
            Type = PodConditionType.PodScheduled, Status = ConditionStatus.False,
            Reason = "SchedulingGated", Message = "Scheduling is blocked due to non-empty scheduling gates",
        },
    ];

    private static string ReadinessGates(Pod pod)
    {
        if (pod.Spec.ReadinessGates.Count == 0) return Cells.None;
        var passed = pod.Spec.ReadinessGates.Count(g => pod.Status.Conditions.Any(c => c.Type == g.ConditionType && c.Status == ConditionStatus.True));
        return $"{passed}/{pod.Spec.ReadinessGates.Count}";
    }

    protected override void Validate(Pod value, FieldErrors errors) => PodValidation.Validate(value, errors);

    protected override void ValidateCreate(Pod value, FieldErrors errors)
    {
        using var _ = errors.At("spec");
        if (value.Spec.EphemeralContainers.Count > 0) errors.Forbidden("ephemeralContainers", "cannot be set on create");
        if (value.Spec is { NodeName.Length: > 0, SchedulingGates.Count: > 0 }) errors.Forbidden("nodeName", "cannot be set until all schedulingGates have been cleared");
        PodAnnotationValidation.Match(value.Metadata.Annotations, value.Spec, errors);
    }

    protected override void ValidateUpdate(Pod value, Pod old, FieldErrors errors)
    {
        AppArmorAnnotations.ValidateUpdate(value.Metadata.Annotations, old.Metadata.Annotations, errors);
        PodUpdateValidation.Validate(value.Spec, old.Spec, errors);
    }

    protected override void ValidateStatusUpdate(Pod value, Pod old, FieldErrors errors)
    {
        AppArmorAnnotations.ValidateUpdate(value.Metadata.Annotations, old.Metadata.Annotations, errors);
        using (errors.At("metadata")) PodAnnotationValidation.Validate(value.Metadata.Annotations, value.Spec, errors);
        PodStatusValidation.Validate(value, old, errors);
    }

    protected override IEnumerable<string> Warnings(Pod value, Pod? old) => old is null ? PodWarnings.OfName(value.Metadata.Name, old).Concat(PodWarnings.Of(value.Metadata, value.Spec, "")) : [];
}
