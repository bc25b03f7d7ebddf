namespace Orleans.Kube.Model.Core;

/// <summary>Names an object.</summary>
[Atomic]
public sealed record ObjectReference
{
    /// <summary>The kind of the object.</summary>
    public string Kind { get; init => field = value ?? ""; } = "";

    /// <summary>The namespace of the object.</summary>
    public string Namespace { get; init => field = value ?? ""; } = "";

    /// <summary>The name of the object.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The uid of the object.</summary>
    public string Uid { get; init => field = value ?? ""; } = "";

    /// <summary>The API version of the object.</summary>
    public string ApiVersion { get; init => field = value ?? ""; } = "";

    /// <summary>The revision that is meant.</summary>
    public string ResourceVersion { get; init => field = value ?? ""; } = "";

    /// <summary>A part of the object, such as one container.</summary>
    public string FieldPath { get; init => field = value ?? ""; } = "";
}

/// <summary>An object of the same namespace.</summary>
[Atomic]
public sealed record LocalObjectReference
{
    /// <summary>The name of an object in the same namespace.</summary>
    [Default("")]
    public string Name { get; init => field = value ?? ""; } = "";
}

/// <summary>An object of the same namespace, of any kind.</summary>
[Atomic]
public sealed record TypedLocalObjectReference
{
    /// <summary>The API group of the object; empty for the core group.</summary>
    [AlwaysWritten] [Optional]
    public string? ApiGroup { get; init; }

    /// <summary>The kind of the object.</summary>
    [AlwaysWritten]
    public string Kind { get; init => field = value ?? ""; } = "";

    /// <summary>The name of the object.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";
}
