using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Definitions;

/// <summary>What an update of a service keeps although the client left it out: addresses and ports that the server gave.</summary>
internal static class ServiceUpdates
{
    public static ServiceSpec Patch(ServiceSpec spec, ServiceSpec old)
    {
        if (spec.Type == ServiceType.ExternalName)
            return ServiceDefaults.WithAddresses(old.Type == ServiceType.ExternalName ? spec : Released(spec, old));
        if (old.Type != ServiceType.ExternalName) spec = KeepAddress(spec, old);
        if (spec.NeedsNodePorts() && old.NeedsNodePorts()) spec = spec with { Ports = KeepNodePorts(spec.Ports, old.Ports) };
        if (!spec.NeedsNodePorts() && old.NeedsNodePorts()) spec = spec with { Ports = DropNodePorts(spec.Ports, old.Ports) };
        if (spec.NeedsHealthCheck() && old.NeedsHealthCheck() && spec.HealthCheckNodePort == 0) spec = spec with { HealthCheckNodePort = old.HealthCheckNodePort };
        if (!spec.NeedsHealthCheck() && old.NeedsHealthCheck() && spec.HealthCheckNodePort == old.HealthCheckNodePort) spec = spec with { HealthCheckNodePort = 0 };
        return ServiceDefaults.WithFamilies(spec);
    }

    private static ServiceSpec KeepAddress(ServiceSpec spec, ServiceSpec old)
    {
        if (spec.ClusterIP.Length == 0 && spec.ClusterIPs.Count == 0) spec = spec with { ClusterIP = old.ClusterIP, ClusterIPs = old.ClusterIPs };
        else if (spec.ClusterIP.Length == 0) spec = spec with { ClusterIP = spec.ClusterIPs[0] };
        else if (spec.ClusterIP != old.ClusterIP && spec.ClusterIPs.SequenceEqual(old.ClusterIPs)) spec = spec with { ClusterIPs = [spec.ClusterIP] };
        else if (spec.ClusterIPs.Count == 0) spec = spec with { ClusterIPs = spec.ClusterIP == old.ClusterIP ? old.ClusterIPs : [spec.ClusterIP] };
        return spec with
        {
            IpFamilyPolicy = spec.IpFamilyPolicy ?? old.IpFamilyPolicy,
            IpFamilies = spec.IpFamilies.Count == 0 ? old.IpFamilies : spec.IpFamilies,
        };
    }

    /// <summary>A service that becomes ExternalName gives back what it held, unless the client insists on it.</summary>
    private static ServiceSpec Released(ServiceSpec spec, ServiceSpec old) => spec with
    {
        ClusterIP = spec.ClusterIP == old.ClusterIP ? "" : spec.ClusterIP,
        ClusterIPs = spec.ClusterIPs.SequenceEqual(old.ClusterIPs) ? [] : spec.ClusterIPs,
        IpFamilies = spec.IpFamilies.SequenceEqual(old.IpFamilies) ? [] : spec.IpFamilies,
        IpFamilyPolicy = spec.IpFamilyPolicy == old.IpFamilyPolicy ? null : spec.IpFamilyPolicy,
        Ports = DropNodePorts(spec.Ports, old.Ports),
        InternalTrafficPolicy = spec.InternalTrafficPolicy == old.InternalTrafficPolicy ? null : spec.InternalTrafficPolicy,
        ExternalTrafficPolicy = spec.ExternalTrafficPolicy == old.ExternalTrafficPolicy ? "" : spec.ExternalTrafficPolicy,
    };

    private static IReadOnlyList<ServicePort> KeepNodePorts(IReadOnlyList<ServicePort> ports, IReadOnlyList<ServicePort> old)
    {
        var claimed = ports.Where(static p => p.NodePort != 0).Select(static p => (p.Protocol, p.NodePort)).ToHashSet();
        return ports.Map(port =>
        {
            if (port.NodePort != 0) return port;
            var known = old.FirstOrDefault(o => o.Port == port.Port && o.Protocol == port.Protocol && o.NodePort != 0);
            return known is not null && claimed.Add((known.Protocol, known.NodePort)) ? port with { NodePort = known.NodePort } : port;
        });
    }

    private static IReadOnlyList<ServicePort> DropNodePorts(IReadOnlyList<ServicePort> ports, IReadOnlyList<ServicePort> old)
    {
        var known = old.Select(static p => p.NodePort).ToHashSet();
        return ports.Map(port => port.NodePort != 0 && known.Contains(port.NodePort) ? port with { NodePort = 0 } : port);
    }
}
