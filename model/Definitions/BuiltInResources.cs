namespace Orleans.Kube.Model.Definitions;

/// <summary>The registry's list: a line per kind, in the order of discovery. Of two versions of one resource the stored one comes first.</summary>
public static class BuiltInResources
{
    public static IEnumerable<ResourceDefinition> Create() =>
    [
        new BindingDefinition(),
        new ComponentStatusDefinition(),
        new ConfigMapDefinition(),
        new EndpointsDefinition(),
        new EventDefinition(),
        new LimitRangeDefinition(),
        new NamespaceDefinition(),
        new NodeDefinition(),
        new PodDefinition(),
        new PodTemplateDefinition(),
        new ReplicationControllerDefinition(),
        new ResourceQuotaDefinition(),
        new SecretDefinition(),
        new ServiceAccountDefinition(),
        new ServiceDefinition(),
        new ControllerRevisionDefinition(),
        new DaemonSetDefinition(),
        new DeploymentDefinition(),
        new ReplicaSetDefinition(),
        new StatefulSetDefinition(),
        new LeaseDefinition(),
        new EndpointSliceDefinition(),
    ];
}
