using Orleans.Kube.Model;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests;

/// <summary>Objects for tests, with the defaults that the API server would have filled in.</summary>
internal static class Make
{
    public static IReadOnlyDictionary<string, string> Labels(params string[] pairs) =>
        pairs.Select(static pair => pair.Split('=')).ToDictionary(static pair => pair[0], static pair => pair[1]);

    public static LabelSelector Selector(params string[] pairs) => new() { MatchLabels = Labels(pairs) };

    public static PodTemplateSpec Template(string image = "app:1", params string[] labels) => new()
    {
        Metadata = new ObjectMeta { Labels = Labels(labels.Length == 0 ? ["app=web"] : labels) },
        Spec = new PodSpec { Containers = [new Container { Name = "main", Image = image }] },
    };

    public static ReplicaSet ReplicaSet(string name = "web", int replicas = 3) => new()
    {
        ApiVersion = "apps/v1", Kind = "ReplicaSet",
        Metadata = new ObjectMeta { Name = name, Namespace = "default", Uid = $"uid-{name}", Generation = 1 },
        Spec = new ReplicaSetSpec { Replicas = replicas, Selector = Selector("app=web"), Template = Template() },
    };

    public static Deployment Deployment(string name = "web", int replicas = 3, IntOrString? surge = null, IntOrString? unavailable = null) => new()
    {
        ApiVersion = "apps/v1", Kind = "Deployment",
        Metadata = new ObjectMeta { Name = name, Namespace = "default", Uid = $"uid-{name}", Generation = 1 },
        Spec = new DeploymentSpec
        {
            Replicas = replicas, Selector = Selector("app=web"), Template = Template(), RevisionHistoryLimit = 10, ProgressDeadlineSeconds = 600,
            Strategy = new DeploymentStrategy
            {
                Type = DeploymentStrategyType.RollingUpdate,
                RollingUpdate = new RollingUpdateDeployment { MaxSurge = surge ?? "25%", MaxUnavailable = unavailable ?? "25%" },
            },
        },
    };

    public static Pod Pod(string name, string node = "", KubeObject? owner = null, params string[] labels) => new()
    {
        ApiVersion = "v1", Kind = "Pod",
        Metadata = new ObjectMeta
        {
            Name = name, Namespace = "default", Uid = $"uid-{name}", Labels = Labels(labels.Length == 0 ? ["app=web"] : labels),
            OwnerReferences = owner is null ? [] : [owner.ControllerReference()],
        },
        Spec = new PodSpec { NodeName = node, Containers = [new Container { Name = "main", Image = "app:1" }] },
        Status = new PodStatus { Phase = PodPhase.Pending },
    };

    public static Pod Ready(this Pod pod, DateTimeOffset since, string node = "node-1") => pod with
    {
        Spec = pod.Spec with { NodeName = pod.Spec.NodeName.Length > 0 ? pod.Spec.NodeName : node },
        Status = pod.Status with
        {
            Phase = PodPhase.Running,
            Conditions = [new PodCondition { Type = PodConditionType.Ready, Status = "True", LastTransitionTime = since }],
        },
    };

    public static Pod WithPhase(this Pod pod, string phase) => pod with { Status = pod.Status with { Phase = phase, Conditions = [] } };
}
