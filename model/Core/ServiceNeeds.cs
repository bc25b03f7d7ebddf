namespace Orleans.Kube.Model.Core;

/// <summary>What a service needs of the nodes.</summary>
public static class ServiceNeeds
{
    /// <summary>Whether load balancers ask the nodes for its endpoints.</summary>
    public static bool NeedsHealthCheck(this ServiceSpec spec) =>
        spec is { Type: ServiceType.LoadBalancer, ExternalTrafficPolicy: ServiceExternalTrafficPolicy.Local };

    /// <summary>Whether each of its ports needs one of the nodes.</summary>
    public static bool NeedsNodePorts(this ServiceSpec spec) =>
        spec.Type == ServiceType.NodePort || (spec.Type == ServiceType.LoadBalancer && spec.AllocateLoadBalancerNodePorts != false);

    /// <summary>Whether traffic comes to it from outside of the cluster.</summary>
    public static bool IsReachedFromOutside(this ServiceSpec spec) =>
        spec.Type is ServiceType.LoadBalancer or ServiceType.NodePort || (spec.Type == ServiceType.ClusterIP && spec.ExternalIPs.Count > 0);
}
