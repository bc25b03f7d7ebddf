using Orleans.Kube.Model.Networking;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>ingresses: HTTP from outside to services, by host and path.</summary>
public sealed class IngressDefinition : ResourceDefinition<Ingress>
{
    public override string Plural => "ingresses";

    public override IReadOnlyList<string> ShortNames => ["ing"];

    public override bool HasStatus => true;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Class", "string", "The class that serves it.", static i => Class(i)),
        Column("Hosts", "string", "The hosts that it is for.", Hosts),
        Column("Address", "string", "Where it is reached.", static i => string.Join(",", i.Status.LoadBalancer.Ingress.Select(static a => a.Ip.Or(a.Hostname)))),
        Column("Ports", "string", "The ports that it opens.", static i => i.Spec.Tls.Count > 0 ? "80, 443" : "80"),
        TableColumn.Age,
    ];

    protected override Ingress WithStatusOf(Ingress target, Ingress source) => target with { Status = source.Status };

    protected override void Validate(Ingress value, FieldErrors errors)
    {
        using var _ = errors.At("spec");
        IngressValidation.Validate(value.Spec, errors);
    }

    protected override void ValidateCreate(Ingress value, FieldErrors errors)
    {
        const string Annotation = "kubernetes.io/ingress.class";
        if (value.Spec.IngressClassName is not null && value.Metadata.Annotations.TryGetValue(Annotation, out var other))
            errors.Invalid($"annotations.{Annotation}", other, "can not be set when the class field is also set");
    }

    protected override IEnumerable<string> Warnings(Ingress value, Ingress? old)
    {
        if (old is null && value.Metadata.Annotations.ContainsKey("kubernetes.io/ingress.class"))
            yield return "annotation \"kubernetes.io/ingress.class\" is deprecated, please use 'spec.ingressClassName' instead";
    }

    protected override void ValidateStatusUpdate(Ingress value, Ingress old, FieldErrors errors) => LoadBalancerValidation.Status(value, old, errors);

    private static string Class(Ingress ingress) =>
        ingress.Spec.IngressClassName ?? ingress.Metadata.Annotations.GetValueOrDefault("kubernetes.io/ingress.class", Cells.None);

    private static string Hosts(Ingress ingress)
    {
        var hosts = ingress.Spec.Rules.Where(static r => r.Host.Length > 0).Select(static r => r.Host).ToList();
        return hosts.Count == 0 ? "*" : Cells.Some(hosts, 3, "*");
    }
}
