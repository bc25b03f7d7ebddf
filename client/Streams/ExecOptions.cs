namespace Orleans.Kube.Client;

/// <summary>What to run in a container, and which streams to connect.</summary>
public sealed record ExecOptions
{
    public string? Container { get; init; }

    public required IReadOnlyList<string> Command { get; init; }

    public bool Input { get; init; }

    /// <summary>A terminal: standard error then comes with the output.</summary>
    public bool Terminal { get; init; }
}
