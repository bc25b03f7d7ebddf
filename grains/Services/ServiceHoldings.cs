using Orleans.Kube.Controllers.Services;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Grains;

/// <summary>What services hold and want of the cluster's addresses and ports.</summary>
public static class ServiceHoldings
{
    /// <summary>What a stored service holds; nothing when it is gone.</summary>
    public static ServiceHolding Of(string key, Service? service)
    {
        if (service is null) return new ServiceHolding(key, null, []);
        var address = service.Spec.ClusterIP is { Length: > 0 } ip && ip != ServiceFacts.None ? ip : null;
        return new ServiceHolding(key, address, [.. Ports(service.Spec).Concat(HealthCheck(service.Spec)).Where(static p => p.Port > 0)]);
    }

    /// <summary>What a service that is about to be stored wants.</summary>
    public static ServiceClaim Claim(string key, ServiceSpec spec, bool dryRun)
    {
        var wantsNone = spec.Type == ServiceType.ExternalName || spec.ClusterIP == ServiceFacts.None;
        return new ServiceClaim(key, wantsNone ? null : spec.ClusterIP, [.. spec.NeedsNodePorts() ? Ports(spec) : [], .. spec.NeedsHealthCheck() ? HealthCheck(spec) : []], dryRun);
    }

    /// <summary>Whether a service asks for another address than it has, which validation refuses whatever address that is.</summary>
    public static bool Moves(ServiceSpec spec, ServiceSpec? old) =>
        old is { ClusterIP.Length: > 0 } && old.Type != ServiceType.ExternalName && spec.Type != ServiceType.ExternalName
        && spec.ClusterIP.Length > 0 && spec.ClusterIP != old.ClusterIP;

    /// <summary>Whether a service has all it wants already.</summary>
    public static bool IsMet(ServiceClaim claim, ServiceHolding held) =>
        claim.ClusterIP == held.ClusterIP
        && claim.NodePorts.Select(static p => (p.Protocol, p.Port)).SequenceEqual(held.NodePorts.Select(static p => (p.Protocol, p.Port)));

    /// <summary>The service with what it was granted.</summary>
    public static ServiceSpec With(ServiceSpec spec, ServiceClaim claim, ServiceGrant grant)
    {
        if (grant.ClusterIP is not null)
            spec = spec with { ClusterIP = grant.ClusterIP, ClusterIPs = spec.ClusterIPs.Count > 1 ? spec.ClusterIPs : [grant.ClusterIP] };
        if (spec.NeedsNodePorts()) spec = spec with { Ports = [.. spec.Ports.Select((port, i) => port with { NodePort = grant.NodePorts[i] })] };
        return spec.NeedsHealthCheck() ? spec with { HealthCheckNodePort = grant.NodePorts[^1] } : spec;
    }

    /// <summary>The refusals as errors of the service's fields.</summary>
    public static IReadOnlyList<FieldError> Errors(ServiceGrant grant) =>
        [.. grant.Errors.Select(static e => new FieldError(e.Field, Model.Meta.CauseType.FieldValueInvalid, $"Invalid value: {e.Value}: {e.Detail}"))];

    private static IReadOnlyList<NodePortClaim> HealthCheck(ServiceSpec spec) => [new NodePortClaim("spec.healthCheckNodePort", "TCP", spec.HealthCheckNodePort)];

    private static IReadOnlyList<NodePortClaim> Ports(ServiceSpec spec) =>
        [.. spec.Ports.Select(static (port, i) => new NodePortClaim($"spec.ports[{i}].nodePort", port.Protocol, port.NodePort))];
}
