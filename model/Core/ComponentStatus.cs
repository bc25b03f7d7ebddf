using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

[KubeKind("v1", "ComponentStatus")]
public sealed record ComponentStatus : KubeObject
{
    [ListMap("type")] [PatchMerge("type")]
    public IReadOnlyList<ComponentCondition> Conditions { get; init => field = value ?? []; } = [];
}

public sealed record ComponentCondition
{
    [AlwaysWritten] [Values(typeof(ComponentConditionType))]
    public string Type { get; init => field = value ?? ""; } = "";

    [AlwaysWritten] [Values(typeof(Core.ConditionStatus))]
    public string Status { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";

    public string Error { get; init => field = value ?? ""; } = "";
}
