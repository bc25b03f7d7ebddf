namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>
/// What runs containers. A pod is a sandbox, which owns the network namespace, and the containers that join it. Everything that is made
/// carries the pod's identity, so that an agent that starts anew finds what it left. Stopping and removing what is gone succeeds.
/// </summary>
public interface IContainerRuntime : IAsyncDisposable
{
    IImageStore Images { get; }

    IContainerStreams Streams { get; }

    /// <summary>Makes ready what sandboxes need: the network of pods and the sandbox's image. Idempotent.</summary>
    /// <exception cref="RuntimeException">The runtime cannot be used.</exception>
    Task PrepareAsync(string podCidr, CancellationToken cancellationToken);

    /// <summary>Name and version, as a node reports them: <c>docker://20.10.24</c>.</summary>
    Task<string> VersionAsync(CancellationToken cancellationToken);

    /// <summary>The sandboxes and containers of a pod, or of all pods of this agent, newest first.</summary>
    Task<IReadOnlyList<RuntimeContainer>> ListAsync(string? podUid, CancellationToken cancellationToken);

    /// <summary>
    /// What happens to this agent's containers from now on. The first item, <see cref="RuntimeEvent.Connected"/>, comes once events can no
    /// longer be missed; the stream ends when the runtime goes away.
    /// </summary>
    IAsyncEnumerable<RuntimeEvent> EventsAsync(CancellationToken cancellationToken);

    /// <summary>Makes and starts a sandbox. Returns its id.</summary>
    Task<string> RunSandboxAsync(SandboxSpec spec, CancellationToken cancellationToken);

    /// <summary>Makes a container. Returns its id.</summary>
    /// <exception cref="RuntimeException">The runtime refuses the container's configuration.</exception>
    Task<string> CreateContainerAsync(ContainerSpec spec, CancellationToken cancellationToken);

    /// <exception cref="RuntimeException">The process could not be started.</exception>
    Task StartContainerAsync(string id, CancellationToken cancellationToken);

    /// <summary>Asks the process to end and ends it when <paramref name="grace"/> is over. Returns when it has ended.</summary>
    Task StopAsync(string id, TimeSpan grace, CancellationToken cancellationToken);

    /// <summary>Ends a process now.</summary>
    Task KillAsync(string id, CancellationToken cancellationToken);

    /// <summary>Removes a sandbox or container with its log, ending it if it runs.</summary>
    Task RemoveAsync(string id, CancellationToken cancellationToken);

    /// <summary>Changes the limits of a running container.</summary>
    Task UpdateResourcesAsync(string id, ContainerResources resources, CancellationToken cancellationToken);

    /// <summary>How much a container has written; nothing when it is gone.</summary>
    Task<ContainerDisk> DiskAsync(string id, CancellationToken cancellationToken);

    /// <summary>Removes the network of pods when nothing uses it.</summary>
    Task RemoveNetworkAsync(CancellationToken cancellationToken);
}
