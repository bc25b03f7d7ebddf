using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>The spec of services (k8s.io/kubernetes/pkg/apis/core/validation). The walk stands at the spec.</summary>
internal static class ServiceValidation
{
    private const string None = "None";
    private const int MaximumAffinitySeconds = 86400;
    private const string TopologyMode = "service.kubernetes.io/topology-mode";
    private const string TopologyHints = "service.kubernetes.io/topology-aware-hints";
    private const string SourceRanges = "service.beta.kubernetes.io/load-balancer-source-ranges";
    private const string OnlyLoadBalancer = "may only be used when `type` is 'LoadBalancer'";

    public static void Validate(ServiceSpec spec, FieldErrors errors)
    {
        if (spec.Ports.Count == 0 && spec.ClusterIP != None && spec.Type != ServiceType.ExternalName) errors.Required("ports");
        Type(spec, errors);
        ServicePortValidation.Validate(spec, errors);
        ObjectMetaValidation.Labels("selector", spec.Selector, errors);
        Affinity(spec, errors);
        if (spec.Type != ServiceType.ExternalName) ServiceAddressValidation.Validate(spec, errors);
        for (var i = 0; i < spec.ExternalIPs.Count; i++)
            using (errors.At("externalIPs", i)) EndpointAddresses.Public("", spec.ExternalIPs[i], errors);
        LoadBalancer(spec, errors);
        Traffic(spec, errors);
    }

    public static void ValidateUpdate(ServiceSpec spec, ServiceSpec old, FieldErrors errors)
    {
        ServiceAddressValidation.ValidateUpdate(spec, old, errors);
        if (spec.Type == ServiceType.LoadBalancer && old.Type == ServiceType.LoadBalancer && spec.LoadBalancerClass != old.LoadBalancerClass)
            errors.Invalid("loadBalancerClass", spec.LoadBalancerClass, "may not change once set");
        if (spec.NeedsHealthCheck() && old.NeedsHealthCheck() && spec.HealthCheckNodePort != old.HealthCheckNodePort)
            errors.Forbidden("healthCheckNodePort", "field is immutable");
    }

    private static void Type(ServiceSpec spec, FieldErrors errors)
    {
        Rules.OneOf("type", spec.Type, errors, ServiceType.ClusterIP, ServiceType.ExternalName, ServiceType.LoadBalancer, ServiceType.NodePort);
        switch (spec.Type)
        {
            case ServiceType.LoadBalancer or ServiceType.NodePort:
                NotHeadless(spec, errors);
                break;
            case ServiceType.ExternalName:
                ExternalName(spec, errors);
                break;
        }
    }

    private static void NotHeadless(ServiceSpec spec, FieldErrors errors)
    {
        if (spec.ClusterIP == None) errors.Invalid("clusterIPs[0]", spec.ClusterIP, $"may not be set to 'None' for {spec.Type} services");
    }

    private static void ExternalName(ServiceSpec spec, FieldErrors errors)
    {
        const string Detail = "may not be set for ExternalName services";
        if (spec.ClusterIPs.Count > 0) errors.Forbidden("clusterIPs", Detail);
        if (spec.IpFamilies.Count > 0) errors.Forbidden("ipFamilies", Detail);
        if (spec.IpFamilyPolicy is not null) errors.Forbidden("ipFamilyPolicy", Detail);
        var name = spec.ExternalName.EndsWith('.') ? spec.ExternalName[..^1] : spec.ExternalName;
        if (name.Length == 0) errors.Required("externalName");
        else errors.InvalidEach("externalName", name, Names.DnsSubdomain(name));
    }

    private static void Affinity(ServiceSpec spec, FieldErrors errors)
    {
        const string Why = "when session affinity type is ClientIP";
        Rules.OneOf("sessionAffinity", spec.SessionAffinity, errors, ServiceAffinity.ClientIP, ServiceAffinity.None);
        if (spec.SessionAffinity == ServiceAffinity.None)
        {
            if (spec.SessionAffinityConfig is not null) errors.Forbidden("sessionAffinityConfig", "must not be set when session affinity is None");
        }
        else if (spec.SessionAffinity == ServiceAffinity.ClientIP)
        {
            if (spec.SessionAffinityConfig is null) errors.Required("sessionAffinityConfig", Why);
            else if (spec.SessionAffinityConfig.ClientIP is not { } client) errors.Required("sessionAffinityConfig.clientIP", Why);
            else if (client.TimeoutSeconds is null) errors.Required("sessionAffinityConfig.clientIP.timeoutSeconds", Why);
            else if (client.TimeoutSeconds is <= 0 or > MaximumAffinitySeconds)
                errors.Invalid("sessionAffinityConfig.clientIP.timeoutSeconds", client.TimeoutSeconds, $"must be greater than 0 and less than {MaximumAffinitySeconds}");
        }
    }

    /// <summary>What annotations say, which were there before the fields. The walk stands at the metadata.</summary>
    public static void Annotations(Service service, FieldErrors errors)
    {
        var annotations = service.Metadata.Annotations;
        if (annotations.TryGetValue(TopologyMode, out var mode) && annotations.TryGetValue(TopologyHints, out var hints) && mode != hints)
            errors.Invalid($"annotations[{TopologyMode}]", mode, $"must match annotations[{TopologyHints}] when both are specified");
        if (service.Spec.LoadBalancerSourceRanges.Count > 0 || !annotations.TryGetValue(SourceRanges, out var ranges)) return;
        const string Field = $"annotations[{SourceRanges}]";
        if (service.Spec.Type != ServiceType.LoadBalancer) errors.Forbidden(Field, OnlyLoadBalancer);
        if (string.IsNullOrWhiteSpace(ranges)) return;
        foreach (var range in ranges.Split(',', StringSplitOptions.TrimEntries)) errors.InvalidEach(Field, range, Rules.Cidr(range));
    }

    private static void LoadBalancer(ServiceSpec spec, FieldErrors errors)
    {
        var isBalancer = spec.Type == ServiceType.LoadBalancer;
        if (!isBalancer && spec.LoadBalancerSourceRanges.Count > 0) errors.Forbidden("LoadBalancerSourceRanges", OnlyLoadBalancer);
        for (var i = 0; i < spec.LoadBalancerSourceRanges.Count; i++)
        {
            var range = spec.LoadBalancerSourceRanges[i].Trim();
            if (Rules.Cidr(range) is { Count: > 0 } messages) errors.InvalidEach($"LoadBalancerSourceRanges[{i}]", range, messages);
        }

        if (!isBalancer && spec.AllocateLoadBalancerNodePorts is not null) errors.Forbidden("allocateLoadBalancerNodePorts", OnlyLoadBalancer);
        if (spec.LoadBalancerClass is not { } balancer) return;
        if (!isBalancer) errors.Forbidden("loadBalancerClass", OnlyLoadBalancer);
        else errors.InvalidEach("loadBalancerClass", balancer, LabelRules.QualifiedName(balancer));
    }

    private static void Traffic(ServiceSpec spec, FieldErrors errors)
    {
        if (!spec.IsReachedFromOutside())
        {
            if (spec.ExternalTrafficPolicy.Length > 0)
                errors.Invalid("externalTrafficPolicy", spec.ExternalTrafficPolicy, "may only be set for externally-accessible services");
        }
        else Rules.OneOf("externalTrafficPolicy", spec.ExternalTrafficPolicy, errors, ServiceExternalTrafficPolicy.Cluster, ServiceExternalTrafficPolicy.Local);

        if (spec.Type != ServiceType.ExternalName && spec.InternalTrafficPolicy is null) errors.Required("internalTrafficPolicy");
        Rules.NoneOrOneOf("internalTrafficPolicy", spec.InternalTrafficPolicy, errors, ServiceInternalTrafficPolicy.Cluster, ServiceInternalTrafficPolicy.Local);
        Rules.NoneOrOneOf("trafficDistribution", spec.TrafficDistribution, errors, "PreferClose");
        if (spec.NeedsHealthCheck())
        {
            if (spec.HealthCheckNodePort != 0) errors.InvalidEach("healthCheckNodePort", spec.HealthCheckNodePort, Rules.Port(spec.HealthCheckNodePort));
        }
        else if (spec.HealthCheckNodePort != 0)
            errors.Invalid("healthCheckNodePort", spec.HealthCheckNodePort, "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
    }
}
