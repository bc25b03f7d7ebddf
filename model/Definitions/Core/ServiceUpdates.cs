using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Definitions;

/// <summary>What an update of a service keeps although the client left it out: addresses and ports that the server gave.</summary>
internal static class ServiceUpdates
{
    public static ServiceSpec Patch(ServiceSpec spec, ServiceSpec old)
    {
        spec = Released(spec, old);
        if (spec.Type != ServiceType.ExternalName && old.Type != ServiceType.ExternalName) spec = KeepAddress(spec, old);
        if (spec.NeedsNodePorts() && old.NeedsNodePorts()) spec = spec with { Ports = KeepNodePorts(spec.Ports, old.Ports) };
        if (spec.NeedsHealthCheck() && old.NeedsHealthCheck() && spec.HealthCheckNodePort == 0) spec = spec with { HealthCheckNodePort = old.HealthCheckNodePort };
        return ServiceDefaults.WithFamilies(spec);
    }

    /// <summary>A service whose type no longer has them gives back what the server may have given it, unless the client changed it too.</summary>
    private static ServiceSpec Released(ServiceSpec spec, ServiceSpec old)
    {
        if (spec.Type == ServiceType.ExternalName && old.Type != ServiceType.ExternalName) spec = spec with
        {
            ClusterIP = HasAddressesOf(spec, old) ? "" : spec.ClusterIP,
            ClusterIPs = HasAddressesOf(spec, old) ? [] : spec.ClusterIPs,
            IpFamilies = spec.IpFamilies.SequenceEqual(old.IpFamilies) ? [] : spec.IpFamilies,
            IpFamilyPolicy = spec.IpFamilyPolicy == old.IpFamilyPolicy ? null : spec.IpFamilyPolicy,
            InternalTrafficPolicy = spec.InternalTrafficPolicy == old.InternalTrafficPolicy ? null : spec.InternalTrafficPolicy,
        };
        if (old.NeedsNodePorts() && !spec.NeedsNodePorts() && NodePorts(spec).SetEquals(NodePorts(old)))
            spec = spec with { Ports = spec.Ports.Map(static port => port.NodePort == 0 ? port : port with { NodePort = 0 }) };
        if (old.NeedsHealthCheck() && !spec.NeedsHealthCheck() && spec.HealthCheckNodePort == old.HealthCheckNodePort) spec = spec with { HealthCheckNodePort = 0 };
        if (old.Type == ServiceType.LoadBalancer && spec.Type != ServiceType.LoadBalancer) spec = spec with
        {
            AllocateLoadBalancerNodePorts = spec.AllocateLoadBalancerNodePorts == old.AllocateLoadBalancerNodePorts ? null : spec.AllocateLoadBalancerNodePorts,
            LoadBalancerClass = spec.LoadBalancerClass == old.LoadBalancerClass ? null : spec.LoadBalancerClass,
        };
        return old.IsReachedFromOutside() && !spec.IsReachedFromOutside() && spec.ExternalTrafficPolicy == old.ExternalTrafficPolicy
            ? spec with { ExternalTrafficPolicy = "" }
            : spec;
    }

    private static bool HasAddressesOf(ServiceSpec spec, ServiceSpec old) => spec.ClusterIP == old.ClusterIP && spec.ClusterIPs.SequenceEqual(old.ClusterIPs);

    private static HashSet<int> NodePorts(ServiceSpec spec) => [.. spec.Ports.Select(static p => p.NodePort).Where(static n => n != 0)];

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
}
