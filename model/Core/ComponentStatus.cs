using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

/// <summary>How a part of the control plane is doing. Deprecated.</summary>
[KubeKind("v1", "ComponentStatus")]
public sealed record ComponentStatus : KubeObject
{
    /// <summary>Whether the component is healthy.</summary>
    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<ComponentCondition> Conditions { get; init => field = value ?? []; } = [];
}

/// <summary>Whether a component is healthy.</summary>
public sealed record ComponentCondition
{
    /// <summary>What the condition is about.</summary>
    [AlwaysWritten] [Values(typeof(ComponentConditionType))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The state that was last observed. The system writes it.</summary>
    [AlwaysWritten] [Values(typeof(Core.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    /// <summary>Why it last changed, in words for people.</summary>
    public string Message { get; init => field = value ?? ""; } = "";

    /// <summary>What the component says is wrong.</summary>
    public string Error { get; init => field = value ?? ""; } = "";
}
