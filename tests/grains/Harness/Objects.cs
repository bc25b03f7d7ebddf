using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains.Tests;

/// <summary>Small objects to write.</summary>
public static class Objects
{
    public static Namespace Namespace(string name) => new() { ApiVersion = "v1", Kind = "Namespace", Metadata = new ObjectMeta { Name = name } };

    public static ConfigMap ConfigMap(string name, string value = "1", string @namespace = "default") => new()
    {
        ApiVersion = "v1", Kind = "ConfigMap", Metadata = new ObjectMeta { Name = name, Namespace = @namespace }, Data = Map(("key", value)),
    };

    public static Pod Pod(string name, string app = "web", string @namespace = "default") => new()
    {
        ApiVersion = "v1", Kind = "Pod", Metadata = new ObjectMeta { Name = name, Namespace = @namespace, Labels = Map(("app", app)) },
        Spec = new PodSpec { Containers = [new Container { Name = "main", Image = "busybox", Ports = [new ContainerPort { Name = "http", ContainerPortValue = 8080 }] }] },
    };

    public static Service Service(string name, string app = "web", params ServicePort[] ports) => new()
    {
        ApiVersion = "v1", Kind = "Service", Metadata = new ObjectMeta { Name = name, Namespace = "default" },
        Spec = new ServiceSpec { Selector = Map(("app", app)), Ports = ports.Length > 0 ? ports : [new ServicePort { Port = 80, TargetPort = "http" }] },
    };

    public static Deployment Deployment(string name) => new()
    {
        ApiVersion = "apps/v1", Kind = "Deployment", Metadata = new ObjectMeta { Name = name, Namespace = "default" },
        Spec = new DeploymentSpec
        {
            Replicas = 1, Selector = new LabelSelector { MatchLabels = Map(("app", name)) },
            Template = new PodTemplateSpec { Metadata = new ObjectMeta { Labels = Map(("app", name)) }, Spec = Pod(name).Spec },
        },
    };

    public static Node Node(string name) => new()
    {
        ApiVersion = "v1", Kind = "Node", Metadata = new ObjectMeta { Name = name },
    };

    public static Binding Binding(Pod pod, string node) => new()
    {
        ApiVersion = "v1", Kind = "Binding", Metadata = new ObjectMeta { Name = pod.Metadata.Name, Namespace = pod.Metadata.Namespace },
        Target = new ObjectReference { Kind = "Node", Name = node },
    };

    /// <summary>The pod as an agent reports it running.</summary>
    public static Pod Running(Pod pod, string ip, bool ready = true) => pod with
    {
        Metadata = pod.Metadata with { ResourceVersion = "" },
        Status = pod.Status with
        {
            Phase = PodPhase.Running, PodIP = ip, PodIPs = [new PodIP { Ip = ip }],
            Conditions = [new PodCondition { Type = PodConditionType.Ready, Status = ready ? Model.Core.ConditionStatus.True : Model.Core.ConditionStatus.False }],
        },
    };

    public static IReadOnlyDictionary<string, string> Map(params (string Key, string Value)[] entries) => entries.ToDictionary(static e => e.Key, static e => e.Value);
}
