using Orleans.Kube.Model.Networking;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>ipaddresses: addresses that services hold; the name is the address.</summary>
public sealed class IPAddressDefinition : ResourceDefinition<IPAddress>
{
    public override string Plural => "ipaddresses";

    public override bool Namespaced => false;

    public override IReadOnlyList<string> ShortNames => ["ip"];

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("ParentRef", "string", "What holds the address.", Parent),
    ];

    public override IEnumerable<string> ValidateName(string name, bool isPrefix) =>
        !Rules.TryParseIp(name, out var address) ? [Rules.IpMessage] : address.ToString() == name ? [] : [$"must be in canonical form (\"{address}\")"];

    protected override void Validate(IPAddress value, FieldErrors errors)
    {
        if (value.Spec.ParentRef is not { } parent)
        {
            errors.Required("spec.parentRef");
            return;
        }

        using var _ = errors.At("spec");
        using var __ = errors.At("parentRef");
        if (parent.Group.Length > 0) errors.InvalidEach("group", parent.Group, Names.DnsSubdomain(parent.Group));
        if (parent.Resource.Length == 0) errors.Required("resource");
        else errors.InvalidEach("resource", parent.Resource, Names.PathSegment(parent.Resource));
        if (parent.Name.Length == 0) errors.Required("name");
        else errors.InvalidEach("name", parent.Name, Names.PathSegment(parent.Name));
        errors.InvalidEach("namespace", parent.Namespace, Names.PathSegment(parent.Namespace));
    }

    protected override void ValidateUpdate(IPAddress value, IPAddress old, FieldErrors errors) => errors.Immutable("spec.parentRef", value.Spec.ParentRef, old.Spec.ParentRef);

    private static string Parent(IPAddress address)
    {
        if (address.Spec.ParentRef is not { } parent) return Cells.None;
        return string.Join('/', new[] { parent.Group.Length > 0 ? $"{parent.Resource}.{parent.Group}" : parent.Resource, parent.Namespace, parent.Name }.Where(static p => p.Length > 0));
    }
}
