using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Services;

/// <summary>What controllers want to know about a service.</summary>
public static class ServiceFacts
{
    public const string ServiceNameLabel = "kubernetes.io/service-name";
    public const string HeadlessLabel = "service.kubernetes.io/headless";
    public const string SliceManagedByLabel = "endpointslice.kubernetes.io/managed-by";
    public const string SliceManager = "endpointslice-controller.k8s.io";

    /// <summary>Who tells events about slices.</summary>
    public const string SliceRecorder = "endpoint-slice-controller";

    public const string EndpointsManagedByLabel = "endpoints.kubernetes.io/managed-by";
    public const string EndpointsManager = "endpoint-controller";
    public const string ZoneLabel = "topology.kubernetes.io/zone";

    /// <summary>The value of clusterIP by which a service has none.</summary>
    public const string None = "None";

    public static bool IsHeadless(this Service service) => service.Spec.ClusterIP == None;

    /// <summary>Whether the control plane finds the endpoints. Otherwise whoever made the service does.</summary>
    public static bool HasManagedEndpoints(this Service service) => service.Spec.Selector.Count > 0 && service.Spec.Type != ServiceType.ExternalName;
}
