using Orleans.Kube.Client;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.NodeAgent.Simulation;

/// <summary>The little of a pod that a simulated node looks at, so that many pods fit into one process.</summary>
public sealed record SimulatedPod : KubeObject
{
    public static ResourceRoute Route { get; } = new("v1", "Pod", "pods", Namespaced: true);

    public SpecPart Spec { get; init => field = value ?? new(); } = new();

    public StatusPart Status { get; init => field = value ?? new(); } = new();

    public sealed record SpecPart
    {
        public string NodeName { get; init => field = value ?? ""; } = "";

        public IReadOnlyList<ContainerPart> InitContainers { get; init => field = value ?? []; } = [];

        public IReadOnlyList<ContainerPart> Containers { get; init => field = value ?? []; } = [];

        public IReadOnlyList<GatePart> ReadinessGates { get; init => field = value ?? []; } = [];
    }

    public sealed record ContainerPart
    {
        public string Name { get; init => field = value ?? ""; } = "";

        public string Image { get; init => field = value ?? ""; } = "";
    }

    public sealed record GatePart
    {
        public string ConditionType { get; init => field = value ?? ""; } = "";
    }

    public sealed record StatusPart
    {
        public string Phase { get; init => field = value ?? ""; } = "";

        public string PodIP { get; init => field = value ?? ""; } = "";
    }
}
