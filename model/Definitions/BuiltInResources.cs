namespace Orleans.Kube.Model.Definitions;

/// <summary>The registry's list: a line per kind, in the order of discovery.</summary>
public static class BuiltInResources
{
    public static IEnumerable<ResourceDefinition> Create() =>
    [
        new ConfigMapDefinition(),
        new EndpointsDefinition(),
        new EventDefinition(),
        new NamespaceDefinition(),
        new NodeDefinition(),
        new PodDefinition(),
        new SecretDefinition(),
        new ServiceDefinition(),
        new ServiceAccountDefinition(),
        new DeploymentDefinition(),
        new ReplicaSetDefinition(),
        new LeaseDefinition(),
        new EndpointSliceDefinition(),
    ];
}
