using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

public sealed record Affinity
{
    public NodeAffinity? NodeAffinity { get; init; }

    public PodAffinity? PodAffinity { get; init; }

    public PodAntiAffinity? PodAntiAffinity { get; init; }
}

[Atomic]
public sealed record NodeSelector
{
    [AlwaysWritten] [Atomic]
    public IReadOnlyList<NodeSelectorTerm> NodeSelectorTerms { get; init => field = value ?? []; } = [];
}

[Atomic]
public sealed record NodeSelectorTerm
{
    [Atomic]
    public IReadOnlyList<NodeSelectorRequirement> MatchExpressions { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<NodeSelectorRequirement> MatchFields { get; init => field = value ?? []; } = [];
}

public sealed record NodeSelectorRequirement
{
    [AlwaysWritten]
    public string Key { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Values(typeof(NodeSelectorOperator))]
    public string Operator { get; init => field = value ?? ""; } = "";

    [Atomic]
    public IReadOnlyList<string> Values { get; init => field = value ?? []; } = [];
}

[Atomic]
public sealed record TopologySelectorTerm
{
    [Atomic]
    public IReadOnlyList<TopologySelectorLabelRequirement> MatchLabelExpressions { get; init => field = value ?? []; } = [];
}

public sealed record TopologySelectorLabelRequirement
{
    [AlwaysWritten]
    public string Key { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Atomic]
    public IReadOnlyList<string> Values { get; init => field = value ?? []; } = [];
}

public sealed record PodAffinity
{
    [Atomic]
    public IReadOnlyList<PodAffinityTerm> RequiredDuringSchedulingIgnoredDuringExecution { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<WeightedPodAffinityTerm> PreferredDuringSchedulingIgnoredDuringExecution { get; init => field = value ?? []; } = [];
}

public sealed record PodAntiAffinity
{
    [Atomic]
    public IReadOnlyList<PodAffinityTerm> RequiredDuringSchedulingIgnoredDuringExecution { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<WeightedPodAffinityTerm> PreferredDuringSchedulingIgnoredDuringExecution { get; init => field = value ?? []; } = [];
}

public sealed record WeightedPodAffinityTerm
{
    [AlwaysWritten]
    public int Weight { get; init; }

    [AlwaysWritten]
    public PodAffinityTerm PodAffinityTerm { get; init => field = value ?? new(); } = new();
}

public sealed record PodAffinityTerm
{
    public LabelSelector? LabelSelector { get; init; }

    [Atomic]
    public IReadOnlyList<string> Namespaces { get; init => field = value ?? []; } = [];

    [AlwaysWritten]
    public string TopologyKey { get; init => field = value ?? ""; } = "";

    public LabelSelector? NamespaceSelector { get; init; }

    [Atomic]
    public IReadOnlyList<string> MatchLabelKeys { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<string> MismatchLabelKeys { get; init => field = value ?? []; } = [];
}

public sealed record NodeAffinity
{
    public NodeSelector? RequiredDuringSchedulingIgnoredDuringExecution { get; init; }

    [Atomic]
    public IReadOnlyList<PreferredSchedulingTerm> PreferredDuringSchedulingIgnoredDuringExecution { get; init => field = value ?? []; } = [];
}

public sealed record PreferredSchedulingTerm
{
    [AlwaysWritten]
    public int Weight { get; init; }

    [AlwaysWritten]
    public NodeSelectorTerm Preference { get; init => field = value ?? new(); } = new();
}

public sealed record Toleration
{
    public string Key { get; init => field = value ?? ""; } = "";

    [Values(typeof(TolerationOperator))]
    public string Operator { get; init => field = value ?? ""; } = "";

    public string Value { get; init => field = value ?? ""; } = "";

    [Values(typeof(TaintEffect))]
    public string Effect { get; init => field = value ?? ""; } = "";

    public long? TolerationSeconds { get; init; }
}
