namespace Orleans.Kube.Model.Core;

/// <summary>Linux capabilities that a container has more or fewer than by default.</summary>
public sealed record Capabilities
{
    /// <summary>Rights of the kernel that the container gets in addition.</summary>
    [Atomic]
    public IReadOnlyList<string> Add { get; init => field = value ?? []; } = [];

    /// <summary>Rights of the kernel that are taken from it.</summary>
    [Atomic]
    public IReadOnlyList<string> Drop { get; init => field = value ?? []; } = [];
}

/// <summary>The seccomp profile of a pod or container.</summary>
[Union("type")]
public sealed record SeccompProfile
{
    /// <summary>Localhost, RuntimeDefault or Unconfined.</summary>
    [AlwaysWritten] [Values(typeof(SeccompProfileType))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The profile's file, below the node's folder of profiles, where the type is Localhost.</summary>
    public string? LocalhostProfile { get; init; }
}

/// <summary>The AppArmor profile of a pod or container.</summary>
[Union("type")]
public sealed record AppArmorProfile
{
    /// <summary>Localhost, RuntimeDefault or Unconfined.</summary>
    [AlwaysWritten] [Values(typeof(AppArmorProfileType))]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>Name of a profile that is loaded on the node, where the type is Localhost.</summary>
    public string? LocalhostProfile { get; init; }
}

/// <summary>The rights and the identity that a container runs with.</summary>
public sealed record SecurityContext
{
    /// <summary>Rights of the kernel that are added or dropped.</summary>
    public Capabilities? Capabilities { get; init; }

    /// <summary>Whether the container may do what root on the node may do.</summary>
    public bool? Privileged { get; init; }

    /// <summary>The SELinux context of the container.</summary>
    public SELinuxOptions? SeLinuxOptions { get; init; }

    /// <summary>Settings for Windows containers.</summary>
    public WindowsSecurityContextOptions? WindowsOptions { get; init; }

    /// <summary>The user number that the process runs as.</summary>
    public long? RunAsUser { get; init; }

    /// <summary>The group number that the process runs as.</summary>
    public long? RunAsGroup { get; init; }

    /// <summary>Whether the container is refused when it would run as root.</summary>
    public bool? RunAsNonRoot { get; init; }

    /// <summary>Whether the container's own files are read-only.</summary>
    public bool? ReadOnlyRootFilesystem { get; init; }

    /// <summary>Whether a process may gain more rights than its parent has.</summary>
    public bool? AllowPrivilegeEscalation { get; init; }

    /// <summary>How much of /proc is visible.</summary>
    [Values(typeof(ProcMountType))]
    public string? ProcMount { get; init; }

    /// <summary>Which system calls are allowed.</summary>
    public SeccompProfile? SeccompProfile { get; init; }

    /// <summary>The AppArmor profile of the container.</summary>
    public AppArmorProfile? AppArmorProfile { get; init; }
}

/// <summary>Labels of SELinux.</summary>
public sealed record SELinuxOptions
{
    /// <summary>The user.</summary>
    public string User { get; init => field = value ?? ""; } = "";

    /// <summary>The role.</summary>
    public string Role { get; init => field = value ?? ""; } = "";

    /// <summary>The type.</summary>
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The level.</summary>
    public string Level { get; init => field = value ?? ""; } = "";
}

/// <summary>Settings of Windows.</summary>
public sealed record WindowsSecurityContextOptions
{
    /// <summary>Name of the credential spec.</summary>
    public string? GmsaCredentialSpecName { get; init; }

    /// <summary>The credential spec itself.</summary>
    public string? GmsaCredentialSpec { get; init; }

    /// <summary>The user.</summary>
    public string? RunAsUserName { get; init; }

    /// <summary>Whether the container runs as a process of the host.</summary>
    public bool? HostProcess { get; init; }
}
