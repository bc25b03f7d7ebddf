using Orleans.Kube.Client;
using Orleans.Kube.Model;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Samples.Embedded;

/// <summary>What users of this program ask for: an image that serves HTTP on a port, some times.</summary>
internal sealed record Website : KubeObject
{
    public static ResourceRoute Route { get; } = new("samples.orleans-kube/v1", "Website", "websites", Namespaced: true);

    public static CustomResourceDefinition Definition { get; } = new()
    {
        Metadata = new ObjectMeta { Name = "websites.samples.orleans-kube" },
        Spec = new CustomResourceDefinitionSpec
        {
            Group = "samples.orleans-kube",
            Names = new CustomResourceDefinitionNames { Plural = "websites", Singular = "website", Kind = "Website" },
            Scope = "Namespaced",
            Versions = [new CustomResourceDefinitionVersion { Name = "v1", Served = true, Storage = true, Schema = new CustomResourceValidation { OpenAPIV3Schema = Schema } }],
        },
    };

    public WebsiteSpec Spec { get; init; } = new();

    private static JSONSchemaProps Schema => Properties(("spec", Properties(
        ("image", new JSONSchemaProps { Type = "string" }), ("port", new JSONSchemaProps { Type = "integer" }), ("replicas", new JSONSchemaProps { Type = "integer" }))));

    private Dictionary<string, string> Labels => new() { ["website"] = Metadata.Name };

    /// <summary>What it stands for. It goes with the website that owns it.</summary>
    public Deployment ToDeployment() => new()
    {
        Metadata = Owned(),
        Spec = new DeploymentSpec
        {
            Replicas = Spec.Replicas,
            Selector = new LabelSelector { MatchLabels = Labels },
            Template = new PodTemplateSpec
            {
                Metadata = new ObjectMeta { Labels = Labels },
                Spec = new PodSpec { Containers = [new Container { Name = "web", Image = Spec.Image, Ports = [new ContainerPort { ContainerPortValue = Spec.Port }] }] },
            },
        },
    };

    /// <inheritdoc cref="ToDeployment"/>
    public Service ToService() => new()
    {
        Metadata = Owned(),
        Spec = new ServiceSpec { Selector = Labels, Ports = [new ServicePort { Port = 80, TargetPort = Spec.Port }] },
    };

    private static JSONSchemaProps Properties(params (string Name, JSONSchemaProps Schema)[] properties) =>
        new() { Type = "object", Properties = properties.ToDictionary(static p => p.Name, static p => p.Schema) };

    private ObjectMeta Owned() => new()
    {
        Name = Metadata.Name,
        Namespace = Metadata.Namespace,
        OwnerReferences = [new OwnerReference { ApiVersion = Route.ApiVersion, Kind = Route.Kind, Name = Metadata.Name, Uid = Metadata.Uid, Controller = true }],
    };
}

/// <summary>The image, the port on which it serves HTTP, and how many of it.</summary>
internal sealed record WebsiteSpec
{
    public string Image { get; init; } = "";

    public int Port { get; init; } = 80;

    public int Replicas { get; init; } = 1;
}
