namespace Orleans.Kube.Model.Core;

[Atomic]
public sealed record ObjectReference
{
    public string Kind { get; init => field = value ?? ""; } = "";

    public string Namespace { get; init => field = value ?? ""; } = "";

    public string Name { get; init => field = value ?? ""; } = "";

    public string Uid { get; init => field = value ?? ""; } = "";

    public string ApiVersion { get; init => field = value ?? ""; } = "";

    public string ResourceVersion { get; init => field = value ?? ""; } = "";

    public string FieldPath { get; init => field = value ?? ""; } = "";
}

[Atomic]
public sealed record LocalObjectReference
{
    public string Name { get; init => field = value ?? ""; } = "";
}

[Atomic]
public sealed record TypedLocalObjectReference
{
    [AlwaysWritten] [Optional]
    public string? ApiGroup { get; init; }

    [AlwaysWritten]
    public string Kind { get; init => field = value ?? ""; } = "";

    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";
}
