using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Networking;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>networkpolicies: who may talk to the pods that it selects.</summary>
public sealed class NetworkPolicyDefinition : ResourceDefinition<NetworkPolicy>
{
    public override string Plural => "networkpolicies";

    public override IReadOnlyList<string> ShortNames => ["netpol"];

    public override bool HasGeneration => true;

    public override IReadOnlyList<TableColumn> Columns { get; } =
    [
        Column("Pod-Selector", "string", "The pods that it is for.", static p => Cells.Selector(p.Spec.PodSelector)),
        TableColumn.Age,
    ];

    protected override NetworkPolicy Default(NetworkPolicy value)
    {
        var spec = value.Spec;
        var types = spec.PolicyTypes.Count > 0 ? spec.PolicyTypes : spec.Egress.Count > 0 ? [PolicyType.Ingress, PolicyType.Egress] : [PolicyType.Ingress];
        var ingress = spec.Ingress.Map(static r => Ports(r.Ports) is var ports && ReferenceEquals(ports, r.Ports) ? r : r with { Ports = ports });
        var egress = spec.Egress.Map(static r => Ports(r.Ports) is var ports && ReferenceEquals(ports, r.Ports) ? r : r with { Ports = ports });
        return ReferenceEquals(types, spec.PolicyTypes) && ReferenceEquals(ingress, spec.Ingress) && ReferenceEquals(egress, spec.Egress)
            ? value
            : value with { Spec = spec with { PolicyTypes = types, Ingress = ingress, Egress = egress } };
    }

    protected override void Validate(NetworkPolicy value, FieldErrors errors)
    {
        using var _ = errors.At("spec");
        var spec = value.Spec;
        LabelSelectorValidation.Validate("podSelector", spec.PodSelector, errors);
        for (var i = 0; i < spec.Ingress.Count; i++)
            using (errors.At("ingress", i)) Rule(spec.Ingress[i].Ports, "from", spec.Ingress[i].From, errors);
        for (var i = 0; i < spec.Egress.Count; i++)
            using (errors.At("egress", i)) Rule(spec.Egress[i].Ports, "to", spec.Egress[i].To, errors);
        if (spec.PolicyTypes.Count > 2)
        {
            errors.Invalid("policyTypes", spec.PolicyTypes, "may not specify more than two policyTypes");
            return;
        }

        for (var i = 0; i < spec.PolicyTypes.Count; i++)
            if (spec.PolicyTypes[i] is not (PolicyType.Ingress or PolicyType.Egress))
                errors.NotSupported($"policyTypes[{i}]", spec.PolicyTypes[i], PolicyType.Ingress, PolicyType.Egress);
    }

    private static IReadOnlyList<NetworkPolicyPort> Ports(IReadOnlyList<NetworkPolicyPort> ports) =>
        ports.Map(static p => p.Protocol is null ? p with { Protocol = Protocol.TCP } : p);

    private static void Rule(IReadOnlyList<NetworkPolicyPort> ports, string side, IReadOnlyList<NetworkPolicyPeer> peers, FieldErrors errors)
    {
        for (var i = 0; i < ports.Count; i++)
            using (errors.At("ports", i)) Port(ports[i], errors);
        for (var i = 0; i < peers.Count; i++)
            using (errors.At(side, i)) NetworkPeerValidation.Validate(peers[i], errors);
    }

    private static void Port(NetworkPolicyPort port, FieldErrors errors)
    {
        Rules.NoneOrOneOf("protocol", port.Protocol, errors, Protocol.TCP, Protocol.UDP, Protocol.SCTP);
        if (port.Port is { } number)
        {
            ProbeValidation.Port("port", number, errors);
            if (port.EndPort is not { } end) return;
            if (number.IsString)
            {
                errors.Invalid("endPort", end, "may not be specified when `port` is non-numeric");
                return;
            }

            if (end < number.Number) errors.Invalid("endPort", number.Number, "must be greater than or equal to `port`");
            errors.InvalidEach("endPort", end, Rules.Port(end));
        }
        else if (port.EndPort is not null) errors.Invalid("endPort", port.EndPort, "may not be specified when `port` is not specified");
    }
}
