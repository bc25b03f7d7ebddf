using Orleans.Kube.Model.Networking;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>servicecidrs: the ranges that services' addresses come from.</summary>
public sealed class ServiceCIDRDefinition : ResourceDefinition<ServiceCIDR>
{
    public override string Plural => "servicecidrs";

    public override bool Namespaced => false;

    public override bool HasStatus => true;

    public override bool HasGeneration => false;

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
        if (cidrs.Count > 2) errors.Invalid("spec.cidrs", value.Spec, "may only hold up to 2 values");
        if (cidrs.Count is 0 or > 2) return;
        for (var i = 0; i < cidrs.Count; i++) errors.InvalidEach($"spec.cidrs[{i}]", cidrs[i], Rules.CanonicalCidr(cidrs[i]));
        if (cidrs.Count == 2 && AreOfOneFamily(cidrs))
            errors.Invalid("spec.cidrs", cidrs, "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64");
    }

    private static bool AreOfOneFamily(IReadOnlyList<string> cidrs) =>
        Rules.TryParseCidr(cidrs[0], out var one, out _) && Rules.TryParseCidr(cidrs[1], out var other, out _) && one.AddressFamily == other.AddressFamily;

    /// <summary>A range of the other family may join; nothing else changes.</summary>
    protected override void ValidateUpdate(ServiceCIDR value, ServiceCIDR old, FieldErrors errors)
    {
        var (cidrs, known) = (value.Spec.Cidrs, old.Spec.Cidrs);
        if (cidrs.Count != known.Count && !(known.Count == 1 && cidrs.Count == 2)) errors.Invalid("spec.cidrs", cidrs, "field is immutable");
        else for (var i = 0; i < known.Count; i++) errors.Immutable($"spec.cidrs[{i}]", cidrs[i], known[i]);
    }
}
