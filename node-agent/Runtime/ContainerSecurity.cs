namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>What a container's processes may do.</summary>
public sealed record ContainerSecurity
{
    /// <summary><c>uid</c> or <c>uid:gid</c>; empty takes the image's.</summary>
    public string User { get; init; } = "";

    public IReadOnlyList<long> Groups { get; init; } = [];

    public bool Privileged { get; init; }

    public bool ReadOnlyRoot { get; init; }

    public bool NoNewPrivileges { get; init; }

    public IReadOnlyList<string> AddedCapabilities { get; init; } = [];

    public IReadOnlyList<string> DroppedCapabilities { get; init; } = [];

    /// <summary><c>unconfined</c>, the JSON of a profile, or null for the runtime's own.</summary>
    public string? Seccomp { get; init; }

    /// <summary>The name of a profile, <c>unconfined</c>, or null for the runtime's own.</summary>
    public string? AppArmor { get; init; }

    public bool UnmaskedProc { get; init; }
}
