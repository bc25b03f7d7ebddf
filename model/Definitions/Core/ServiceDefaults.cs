using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Definitions;

/// <summary>Defaults of services (k8s.io/kubernetes/pkg/apis/core/v1/defaults.go) and the single-stack address families that the server assigns.</summary>
internal static class ServiceDefaults
{
    public const string Headless = "None";
    private const int AffinitySeconds = 10800;

    public static ServiceSpec Default(ServiceSpec spec)
    {
        var ports = spec.Ports.Map(Default);
        var type = spec.Type.Or(ServiceType.ClusterIP);
        var affinity = spec.SessionAffinity.Or(ServiceAffinity.None);
        var config = affinity == ServiceAffinity.None ? null : WithTimeout(spec.SessionAffinityConfig);
        var isExternal = type is ServiceType.NodePort or ServiceType.LoadBalancer || (type == ServiceType.ClusterIP && spec.ExternalIPs.Count > 0);
        var external = isExternal ? spec.ExternalTrafficPolicy.Or(ServiceExternalTrafficPolicy.Cluster) : spec.ExternalTrafficPolicy;
        var @internal = type == ServiceType.ExternalName ? spec.InternalTrafficPolicy : spec.InternalTrafficPolicy ?? ServiceInternalTrafficPolicy.Cluster;
        var allocate = type == ServiceType.LoadBalancer ? spec.AllocateLoadBalancerNodePorts ?? true : spec.AllocateLoadBalancerNodePorts;
        var isComplete = ReferenceEquals(ports, spec.Ports) && type == spec.Type && affinity == spec.SessionAffinity
            && ReferenceEquals(config, spec.SessionAffinityConfig) && external == spec.ExternalTrafficPolicy
            && @internal == spec.InternalTrafficPolicy && allocate == spec.AllocateLoadBalancerNodePorts;
        if (isComplete) return spec;
        return spec with
        {
            Ports = ports,
            Type = type,
            SessionAffinity = affinity,
            SessionAffinityConfig = config,
            ExternalTrafficPolicy = external,
            InternalTrafficPolicy = @internal,
            AllocateLoadBalancerNodePorts = allocate,
        };
    }

    /// <summary>clusterIPs and the address families, where they follow from the rest: one IPv4 address.</summary>
    public static ServiceSpec WithFamilies(ServiceSpec spec)
    {
        spec = WithAddresses(spec);
        if (spec.Type == ServiceType.ExternalName) return spec;
        if (spec.ClusterIP == Headless && spec.Selector.Count == 0 && spec.IpFamilyPolicy is null && spec.IpFamilies.Count == 0)
            return spec with { IpFamilyPolicy = IPFamilyPolicy.RequireDualStack, IpFamilies = [IPFamily.IPv4, IPFamily.IPv6] };
        var family = spec.ClusterIP.Contains(':') ? IPFamily.IPv6 : IPFamily.IPv4;
        return spec with
        {
            IpFamilyPolicy = spec.IpFamilyPolicy ?? IPFamilyPolicy.SingleStack,
            IpFamilies = spec.IpFamilies.Count == 0 ? [family] : spec.IpFamilies,
        };
    }

    /// <summary>clusterIPs of a client that knows clusterIP alone.</summary>
    public static ServiceSpec WithAddresses(ServiceSpec spec) =>
        spec.ClusterIP.Length > 0 && spec.ClusterIPs.Count == 0 ? spec with { ClusterIPs = [spec.ClusterIP] } : spec;

    private static ServicePort Default(ServicePort port)
    {
        var hasTarget = port.TargetPort.IsString ? port.TargetPort.Text.Length > 0 : port.TargetPort.Number != 0;
        if (hasTarget && port.Protocol.Length > 0) return port;
        return port with { Protocol = port.Protocol.Or(Protocol.TCP), TargetPort = hasTarget ? port.TargetPort : port.Port };
    }

    private static SessionAffinityConfig WithTimeout(SessionAffinityConfig? config) =>
        config?.ClientIP?.TimeoutSeconds is not null ? config : new() { ClientIP = new() { TimeoutSeconds = AffinitySeconds } };
}
