using Orleans.Kube.Controllers.Scheduling;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests.Scheduling;

/// <summary>A cluster model that tests fill, with the default rules.</summary>
internal sealed class Cluster
{
    private readonly PlacementPlanner _placement;
    private readonly PreemptionPlanner _preemption = new(PlacementRules.Default);

    public Cluster(SchedulerOptions? options = null) => _placement = new PlacementPlanner(PlacementRules.Default, options ?? new());

    public ClusterModel Model { get; } = new();

    public static DateTimeOffset Now { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public Cluster Node(string name, string cpu = "4", string memory = "8Gi", string[]? labels = null, Taint[]? taints = null, Func<Node, Node>? with = null, int pods = 110)
    {
        var node = new Node
        {
            ApiVersion = "v1", Kind = "Node",
            Metadata = new ObjectMeta { Name = name, Labels = Make.Labels([$"kubernetes.io/hostname={name}", .. labels ?? []]) },
            Spec = new NodeSpec { Taints = taints ?? [] },
            Status = new NodeStatus
            {
                Allocatable = new Dictionary<string, Quantity>
                {
                    ["cpu"] = Quantity.Parse(cpu), ["memory"] = Quantity.Parse(memory), ["pods"] = Quantity.Of(pods),
                },
            },
        };
        Model.Put(with is null ? node : with(node));
        return this;
    }

    public static PodDemand Pod(string name = "p", string cpu = "100m", string memory = "100Mi", Func<PodSpec, PodSpec>? spec = null, params string[] labels)
    {
        var pod = Make.Pod(name, labels: labels);
        var container = pod.Spec.Containers[0] with { Resources = new ResourceRequirements { Requests = Requests(cpu, memory) } };
        var full = pod.Spec with { Containers = [container] };
        return new PodDemand(pod with { Spec = spec is null ? full : spec(full) });
    }

    public static IReadOnlyDictionary<string, Quantity> Requests(string cpu, string memory) =>
        new Dictionary<string, Quantity> { ["cpu"] = Quantity.Parse(cpu), ["memory"] = Quantity.Parse(memory) };

    /// <summary>Places a pod that is there already.</summary>
    public Cluster Running(PodDemand pod, string node)
    {
        Model.Place(pod, node);
        return this;
    }

    public Placement Plan(PodDemand pod, int start = 0) => _placement.Plan(pod, Model, start);

    public string? NodeFor(PodDemand pod) => Plan(pod).Node;

    public PreemptionPlan Preempt(PodDemand pod, params DisruptionBudget[] budgets) =>
        _preemption.Plan(pod, Model, Plan(pod).Report, budgets, 0);

    /// <summary>Plans and reserves.</summary>
    public string? Place(PodDemand pod, int start = 0)
    {
        var node = Plan(pod, start).Node;
        if (node is not null) Model.Place(pod, node);
        return node;
    }
}
