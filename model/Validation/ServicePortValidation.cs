using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>The ports of services. The walk stands at the spec.</summary>
internal static class ServicePortValidation
{
    /// <summary>The ports of nodes that services may take.</summary>
    public const int FirstNodePort = 30000;

    /// <summary>See <see cref="FirstNodePort"/>.</summary>
    public const int LastNodePort = 32767;

    public static void Validate(ServiceSpec spec, FieldErrors errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < spec.Ports.Count; i++)
            using (errors.At("ports", i)) Port(spec.Ports[i], spec.Ports.Count > 1, names, errors);
        var (ports, nodePorts) = (new HashSet<(string, int)>(), new HashSet<(string, int)>());
        for (var i = 0; i < spec.Ports.Count; i++)
        {
            using var _ = errors.At("ports", i);
            var port = spec.Ports[i];
            if (port.NodePort != 0) NodePort(port, spec.Type, nodePorts, errors);
            if (!ports.Add((port.Protocol, port.Port))) errors.Duplicate("", new ServicePort { Protocol = port.Protocol, Port = port.Port });
        }
    }

    private static void Port(ServicePort port, bool needsName, HashSet<string> names, FieldErrors errors)
    {
        if (needsName && port.Name.Length == 0) errors.Required("name");
        else if (port.Name.Length > 0)
        {
            errors.InvalidEach("name", port.Name, Names.DnsLabel(port.Name));
            if (!names.Add(port.Name)) errors.Duplicate("name", port.Name);
        }

        errors.InvalidEach("port", port.Port, Rules.Port(port.Port));
        Rules.OneOf("protocol", port.Protocol, errors, Protocol.SCTP, Protocol.TCP, Protocol.UDP);
        ProbeValidation.Port("targetPort", port.TargetPort, errors);
        if (port.AppProtocol is not null) errors.InvalidEach("appProtocol", port.AppProtocol, LabelRules.QualifiedName(port.AppProtocol));
    }

    private static void NodePort(ServicePort port, string type, HashSet<(string, int)> taken, FieldErrors errors)
    {
        if (type == ServiceType.ClusterIP) errors.Forbidden("nodePort", "may not be used when `type` is 'ClusterIP'");
        else if (port.NodePort is < FirstNodePort or > LastNodePort)
            errors.Invalid("nodePort", port.NodePort, $"provided port is not in the valid range. The range of valid ports is {FirstNodePort}-{LastNodePort}");
        if (!taken.Add((port.Protocol, port.NodePort))) errors.Duplicate("nodePort", port.NodePort);
    }
}
