using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

/// <summary>Where a pod would like to run or must run, relative to nodes and other pods.</summary>
public sealed record Affinity
{
    /// <summary>Which nodes are wanted.</summary>
    public NodeAffinity? NodeAffinity { get; init; }

    /// <summary>Near which pods to run.</summary>
    public PodAffinity? PodAffinity { get; init; }

    /// <summary>Away from which pods to run.</summary>
    public PodAntiAffinity? PodAntiAffinity { get; init; }
}

/// <summary>Nodes by their labels and fields; one term is enough.</summary>
[Atomic]
public sealed record NodeSelector
{
    /// <summary>Alternatives, one of which must match.</summary>
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<NodeSelectorTerm> NodeSelectorTerms { get; init => field = value ?? []; } = [];
}

/// <summary>What a node must have. A term without parts fits no node.</summary>
[Atomic]
public sealed record NodeSelectorTerm
{
    /// <summary>Requirements on the labels of the node.</summary>
    [Atomic]
    public IReadOnlyList<NodeSelectorRequirement> MatchExpressions { get; init => field = value ?? []; } = [];

    /// <summary>Requirements on fields of the node.</summary>
    [Atomic]
    public IReadOnlyList<NodeSelectorRequirement> MatchFields { get; init => field = value ?? []; } = [];
}

/// <summary>What a label or field must be.</summary>
public sealed record NodeSelectorRequirement
{
    /// <summary>The label that is looked at.</summary>
    [AlwaysWritten]
    public string Key { get; init => field = value ?? ""; } = "";

    /// <summary>How the label relates to the values.</summary>
    [AlwaysWritten] [Values(typeof(NodeSelectorOperator))]
    public string Operator { get; init => field = value ?? ""; } = "";

    /// <summary>The values that are compared.</summary>
    [Atomic]
    public IReadOnlyList<string> Values { get; init => field = value ?? []; } = [];
}

/// <summary>Labels that a node must have.</summary>
[Atomic]
public sealed record TopologySelectorTerm
{
    /// <summary>The labels; all of them hold.</summary>
    [Atomic]
    public IReadOnlyList<TopologySelectorLabelRequirement> MatchLabelExpressions { get; init => field = value ?? []; } = [];
}

/// <summary>A label of nodes, and its values.</summary>
public sealed record TopologySelectorLabelRequirement
{
    /// <summary>The label.</summary>
    [AlwaysWritten]
    public string Key { get; init => field = value ?? ""; } = "";

    /// <summary>The values; one is enough.</summary>
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<string> Values { get; init => field = value ?? []; } = [];
}

/// <summary>Near which pods a pod must or should run.</summary>
public sealed record PodAffinity
{
    /// <summary>What must hold when the pod is placed. It is not checked again later.</summary>
    [Atomic]
    public IReadOnlyList<PodAffinityTerm> RequiredDuringSchedulingIgnoredDuringExecution { get; init => field = value ?? []; } = [];

    /// <summary>What is better when the pod is placed, by weight.</summary>
    [Atomic]
    public IReadOnlyList<WeightedPodAffinityTerm> PreferredDuringSchedulingIgnoredDuringExecution { get; init => field = value ?? []; } = [];
}

/// <summary>Near which pods a pod must not or should not run.</summary>
public sealed record PodAntiAffinity
{
    /// <summary>What must hold when the pod is placed. It is not checked again later.</summary>
    [Atomic]
    public IReadOnlyList<PodAffinityTerm> RequiredDuringSchedulingIgnoredDuringExecution { get; init => field = value ?? []; } = [];

    /// <summary>What is better when the pod is placed, by weight.</summary>
    [Atomic]
    public IReadOnlyList<WeightedPodAffinityTerm> PreferredDuringSchedulingIgnoredDuringExecution { get; init => field = value ?? []; } = [];
}

/// <summary>Pods near which, or away from which, is preferred.</summary>
public sealed record WeightedPodAffinityTerm
{
    /// <summary>How much it is preferred, from 1 to 100.</summary>
    [AlwaysWritten]
    public int Weight { get; init; }

    /// <summary>The pods, and how near they are meant.</summary>
    [AlwaysWritten]
    public PodAffinityTerm PodAffinityTerm { get; init => field = value ?? new(); } = new();
}

/// <summary>Pods, and how near they are meant.</summary>
public sealed record PodAffinityTerm
{
    /// <summary>Which pods are meant.</summary>
    public LabelSelector? LabelSelector { get; init; }

    /// <summary>In which namespaces; by default that of the pod.</summary>
    [Atomic]
    public IReadOnlyList<string> Namespaces { get; init => field = value ?? []; } = [];

    /// <summary>The label of nodes that says what near means.</summary>
    [AlwaysWritten]
    public string TopologyKey { get; init => field = value ?? ""; } = "";

    /// <summary>In namespaces with which labels.</summary>
    public LabelSelector? NamespaceSelector { get; init; }

    /// <summary>Labels in which the pods must be like the pod itself. Only with labelSelector.</summary>
    [Atomic]
    public IReadOnlyList<string> MatchLabelKeys { get; init => field = value ?? []; } = [];

    /// <summary>Labels in which the pods must differ from the pod itself. Only with labelSelector.</summary>
    [Atomic]
    public IReadOnlyList<string> MismatchLabelKeys { get; init => field = value ?? []; } = [];
}

/// <summary>On which nodes a pod must or should run.</summary>
public sealed record NodeAffinity
{
    /// <summary>What must hold when the pod is placed. It is not checked again later.</summary>
    public NodeSelector? RequiredDuringSchedulingIgnoredDuringExecution { get; init; }

    /// <summary>What is better when the pod is placed, by weight.</summary>
    [Atomic]
    public IReadOnlyList<PreferredSchedulingTerm> PreferredDuringSchedulingIgnoredDuringExecution { get; init => field = value ?? []; } = [];
}

/// <summary>Nodes that are preferred.</summary>
public sealed record PreferredSchedulingTerm
{
    /// <summary>How much they are preferred, from 1 to 100.</summary>
    [AlwaysWritten]
    public int Weight { get; init; }

    /// <summary>The nodes.</summary>
    [AlwaysWritten]
    public NodeSelectorTerm Preference { get; init => field = value ?? new(); } = new();
}

/// <summary>Lets a pod run on nodes with a matching taint.</summary>
public sealed record Toleration
{
    /// <summary>The key of the taint; empty matches all keys.</summary>
    public string Key { get; init => field = value ?? ""; } = "";

    /// <summary>Exists, or Equal with the value. Equal by default.</summary>
    [Values(typeof(TolerationOperator))]
    public string Operator { get; init => field = value ?? ""; } = "";

    /// <summary>The value of the taint.</summary>
    public string Value { get; init => field = value ?? ""; } = "";

    /// <summary>The effect of the taint; empty matches all effects.</summary>
    [Values(typeof(TaintEffect))]
    public string Effect { get; init => field = value ?? ""; } = "";

    /// <summary>How long the pod may stay after the taint appeared; without end by default.</summary>
    public long? TolerationSeconds { get; init; }
}
