using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>services: one name and address for the pods that a selector finds.</summary>
public sealed class ServiceDefinition : ResourceDefinition<Service>
{
    public override string Plural => "services";

    public override IReadOnlyList<string> ShortNames => ["svc"];

    public override IReadOnlyList<string> Categories => ["all"];

    public override bool HasStatus => true;

    public override bool HasGeneration => false;

    public override bool AllowsCreateOnUpdate => true;

    public override bool ReturnsDeleted => true;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Type", "string", "How the service is reached.", static s => s.Spec.Type),
        Column("Cluster-IP", "string", "Its address inside the cluster.", static s => Cells.OrNone(s.Spec.ClusterIP)),
        Column("External-IP", "string", "Its addresses outside of the cluster.", ExternalAddress),
        Column("Port(s)", "string", "Its ports, with the ports of the nodes that lead to them.", Ports),
        TableColumn.Age,
        Wide("Selector", "The labels of its pods.", static s => Cells.Labels(s.Spec.Selector)),
    ];

    public override IReadOnlyDictionary<string, Func<KubeObject, string>> SelectableFields { get; } =
        Fields(("spec.clusterIP", static s => s.Spec.ClusterIP), ("spec.type", static s => s.Spec.Type));

    protected override IReadOnlyList<Subresource> Particular { get; } = [Subresource.Proxy("ServiceProxyOptions")];

    public override IEnumerable<string> ValidateName(string name, bool isPrefix) => Names.Dns1035Label(name, isPrefix);

    protected override Service Default(Service value)
    {
        var spec = ServiceDefaults.Default(value.Spec);
        if (!ReferenceEquals(spec, value.Spec)) value = value with { Spec = spec };
        var ingress = value.Status.LoadBalancer.Ingress;
        if (spec.Type != ServiceType.LoadBalancer || !ingress.Any(LacksMode)) return value;
        ingress = [.. ingress.Select(static i => LacksMode(i) ? i with { IpMode = LoadBalancerIPMode.VIP } : i)];
        return value with { Status = value.Status with { LoadBalancer = value.Status.LoadBalancer with { Ingress = ingress } } };
    }

    private static bool LacksMode(LoadBalancerIngress ingress) => ingress is { Ip.Length: > 0, IpMode: null };

    protected override Service WithStatusOf(Service target, Service source) => target with { Status = source.Status };

    protected override Service PrepareForCreate(Service value) => value with { Spec = ServiceDefaults.WithFamilies(value.Spec) };

    protected override Service PrepareForUpdate(Service value, Service old) => value with
    {
        Spec = ServiceUpdates.Patch(value.Spec, old.Spec),
        Status = value.Spec.Type == ServiceType.LoadBalancer ? value.Status : value.Status with { LoadBalancer = new() },
    };

    private static string ExternalAddress(Service service)
    {
        if (service.Spec.Type == ServiceType.ExternalName) return service.Spec.ExternalName;
        if (service.Spec.Type != ServiceType.LoadBalancer) return Cells.Joined(service.Spec.ExternalIPs);
        var ingress = service.Status.LoadBalancer.Ingress.Select(static i => i.Ip.Or(i.Hostname)).Where(static t => t.Length > 0)
            .Distinct().Order(StringComparer.Ordinal);
        var addresses = string.Join(",", ingress.Concat(service.Spec.ExternalIPs));
        return addresses.Length == 0 ? "<pending>" : addresses;
    }

    private static string Ports(Service service) => Cells.Joined(service.Spec.Ports.Select(static p =>
        p.NodePort > 0 ? $"{p.Port}:{p.NodePort}/{p.Protocol}" : $"{p.Port}/{p.Protocol}"));

    protected override void Validate(Service value, FieldErrors errors)
    {
        using (errors.At("metadata")) ServiceValidation.Annotations(value, errors);
        using (errors.At("spec")) ServiceValidation.Validate(value.Spec, errors);
    }

    protected override void ValidateUpdate(Service value, Service old, FieldErrors errors)
    {
        using (errors.At("spec")) ServiceValidation.ValidateUpdate(value.Spec, old.Spec, errors);
    }

    protected override void ValidateStatusUpdate(Service value, Service old, FieldErrors errors) => LoadBalancerValidation.Status(value, old, errors);

    protected override IEnumerable<string> Warnings(Service value, Service? old)
    {
        foreach (var warning in OfAddresses(value.Spec)) yield return warning;
        if (value.Spec is { Type: ServiceType.ExternalName, ExternalIPs.Count: > 0 }) yield return "spec.externalIPs is ignored when spec.type is \"ExternalName\"";
        if (value.Spec.Type != ServiceType.ExternalName && value.Spec.ExternalName.Length > 0)
            yield return "spec.externalName is ignored when spec.type is not \"ExternalName\"";
        if (value.Spec is { ClusterIP: ServiceDefaults.Headless, SessionAffinity: ServiceAffinity.ClientIP })
            yield return "spec.SessionAffinity is ignored for headless services";
    }

    private static IEnumerable<string> OfAddresses(ServiceSpec spec) =>
    [
        .. spec.ClusterIPs.SelectMany(static (ip, i) => AddressWarnings.OfAddress($"spec.clusterIPs[{i}]", ip)),
        .. spec.ExternalIPs.SelectMany(static (ip, i) => AddressWarnings.OfAddress($"spec.externalIPs[{i}]", ip)),
        .. AddressWarnings.OfAddress("spec.loadBalancerIP", spec.LoadBalancerIP),
        .. spec.LoadBalancerSourceRanges.SelectMany(static (range, i) => AddressWarnings.OfRange($"spec.loadBalancerSourceRanges[{i}]", range)),
    ];
}
