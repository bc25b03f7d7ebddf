namespace Orleans.Kube.Model.Core;

/// <summary>An environment variable.</summary>
public sealed record EnvVar
{
    /// <summary>The name of the variable.</summary>
    [AlwaysWritten]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The value. $(NAME) stands for an earlier variable.</summary>
    public string Value { get; init => field = value ?? ""; } = "";

    /// <summary>Where the value comes from, in place of value.</summary>
    public EnvVarSource? ValueFrom { get; init; }
}

/// <summary>Where the value of a variable comes from. Exactly one of the sources.</summary>
public sealed record EnvVarSource
{
    /// <summary>A field of the pod.</summary>
    public ObjectFieldSelector? FieldRef { get; init; }

    /// <summary>A resource of a container.</summary>
    public ResourceFieldSelector? ResourceFieldRef { get; init; }

    /// <summary>An entry of a ConfigMap.</summary>
    public ConfigMapKeySelector? ConfigMapKeyRef { get; init; }

    /// <summary>An entry of a Secret.</summary>
    public SecretKeySelector? SecretKeyRef { get; init; }
}

/// <summary>A field of the pod.</summary>
[Atomic]
public sealed record ObjectFieldSelector
{
    /// <summary>The API version in which the path is meant.</summary>
    public string ApiVersion { get; init => field = value ?? ""; } = "";

    /// <summary>The path of the field.</summary>
    [AlwaysWritten]
    public string FieldPath { get; init => field = value ?? ""; } = "";
}

/// <summary>A request or limit of a container.</summary>
[Atomic]
public sealed record ResourceFieldSelector
{
    /// <summary>The container; by default the one that asks.</summary>
    public string ContainerName { get; init => field = value ?? ""; } = "";

    /// <summary>The resource, such as limits.cpu.</summary>
    [AlwaysWritten]
    public string Resource { get; init => field = value ?? ""; } = "";

    /// <summary>The unit in which the amount is given.</summary>
    public Quantity Divisor { get; init; }
}

/// <summary>An entry of a ConfigMap.</summary>
[Atomic]
public sealed record ConfigMapKeySelector
{
    /// <summary>The name of the ConfigMap.</summary>
    [Default("")]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The entry.</summary>
    [AlwaysWritten]
    public string Key { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it may be missing.</summary>
    public bool? Optional { get; init; }
}

/// <summary>An entry of a Secret.</summary>
[Atomic]
public sealed record SecretKeySelector
{
    /// <summary>The name of the Secret.</summary>
    [Default("")]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The entry.</summary>
    [AlwaysWritten]
    public string Key { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it may be missing.</summary>
    public bool? Optional { get; init; }
}

/// <summary>A ConfigMap or Secret whose entries become environment variables.</summary>
public sealed record EnvFromSource
{
    /// <summary>Stands before the name of every variable.</summary>
    public string Prefix { get; init => field = value ?? ""; } = "";

    /// <summary>The ConfigMap to take entries from.</summary>
    public ConfigMapEnvSource? ConfigMapRef { get; init; }

    /// <summary>The Secret to take entries from.</summary>
    public SecretEnvSource? SecretRef { get; init; }
}

/// <summary>A ConfigMap whose entries become environment variables.</summary>
public sealed record ConfigMapEnvSource
{
    /// <summary>The name of the ConfigMap.</summary>
    [Default("")]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it may be missing.</summary>
    public bool? Optional { get; init; }
}

/// <summary>A Secret whose entries become environment variables.</summary>
public sealed record SecretEnvSource
{
    /// <summary>The name of the Secret.</summary>
    [Default("")]
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it may be missing.</summary>
    public bool? Optional { get; init; }
}
