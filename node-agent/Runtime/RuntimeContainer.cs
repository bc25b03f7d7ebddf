namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>A sandbox or a container as the runtime sees it.</summary>
public sealed record RuntimeContainer
{
    public required string Id { get; init; }

    public required PodIdentity Pod { get; init; }

    /// <summary>The container's name in the pod; empty for a sandbox.</summary>
    public string Name { get; init; } = "";

    public bool IsSandbox => Name.Length == 0;

    /// <summary>How many containers of this name (or sandboxes) there were before in this pod.</summary>
    public int Attempt { get; init; }

    /// <summary>The sandbox that a container was made for.</summary>
    public string SandboxId { get; init; } = "";

    public required RuntimeState State { get; init; }

    /// <summary>The image as the pod names it.</summary>
    public string Image { get; init; } = "";

    /// <summary>The digest or id of the image that runs.</summary>
    public string ImageId { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public int ExitCode { get; init; }

    public bool OutOfMemory { get; init; }

    /// <summary>Why the process could not be started.</summary>
    public string Error { get; init; } = "";

    /// <summary>What an ended container left behind for people to read.</summary>
    public string LastWords { get; init; } = "";

    /// <summary>The address of a running sandbox; empty on the host's network.</summary>
    public string Address { get; init; } = "";

    /// <summary>The process id on the machine; 0 when it does not run.</summary>
    public int ProcessId { get; init; }

    /// <summary>What the container may use now; null where the runtime does not tell.</summary>
    public ContainerResources? Resources { get; init; }

    /// <summary>What the agent wrote down when it made the container.</summary>
    public ContainerNotes Notes { get; init; } = new();
}
