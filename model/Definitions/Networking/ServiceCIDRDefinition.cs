using Orleans.Kube.Model.Networking;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>servicecidrs: the ranges that services' addresses come from.</summary>
public sealed class ServiceCIDRDefinition : ResourceDefinition<ServiceCIDR>
{
    public override string Plural => "servicecidrs";

    public override bool Namespaced => false;

    public override bool HasStatus => true;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("CIDRs", "string", "The ranges.", static c => string.Join(",", c.Spec.Cidrs)),
        TableColumn.Age,
    ];

    protected override ServiceCIDR WithStatusOf(ServiceCIDR target, ServiceCIDR source) => target with { Status = source.Status };

    protected override void Validate(ServiceCIDR value, FieldErrors errors)
    {
        var cidrs = value.Spec.Cidrs;
        if (cidrs.Count == 0) errors.Required("spec.cidrs", "at least one CIDR required");
        else if (cidrs.Count > 2) errors.Invalid("spec", value.Spec, "may only hold up to 2 values");
        for (var i = 0; i < cidrs.Count; i++)
            if (Rules.Cidr(cidrs[i]) is { Count: > 0 } messages) errors.InvalidEach($"spec.cidrs[{i}]", cidrs[i], messages);
        if (cidrs.Count == 2 && cidrs[0].Contains(':') == cidrs[1].Contains(':'))
            errors.Invalid("spec.cidrs", cidrs, "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/96");
    }

    protected override void ValidateUpdate(ServiceCIDR value, ServiceCIDR old, FieldErrors errors) => errors.Immutable("spec.cidrs", value.Spec.Cidrs, old.Spec.Cidrs);
}
