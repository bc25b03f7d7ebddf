namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>What flows out of and into containers.</summary>
public interface IContainerStreams
{
    /// <summary>Copies a container's log to <paramref name="output"/>; when following, until the container ends.</summary>
    Task LogsAsync(string id, LogQuery query, Stream output, CancellationToken cancellationToken);

    /// <summary>Starts a command in a running container.</summary>
    /// <exception cref="RuntimeException">The container does not run, or the command cannot be started.</exception>
    Task<IProcessStream> ExecAsync(string id, ExecSpec spec, CancellationToken cancellationToken);

    /// <summary>
    /// Connects to the container's own process. The streams end with the process, or with the input when that may be opened again (<c>stdinOnce: false</c>); how
    /// the process ends is no failure of theirs: the exit code is 0.
    /// </summary>
    Task<IProcessStream> AttachAsync(string id, bool input, CancellationToken cancellationToken);

    /// <summary>Opens a connection to a port inside the network namespace of a sandbox.</summary>
    /// <exception cref="RuntimeException">Nothing listens there.</exception>
    Task<Stream> ConnectAsync(string sandboxId, int port, CancellationToken cancellationToken);

    /// <summary>What a container uses now, or null when it does not run.</summary>
    Task<ContainerUsage?> UsageAsync(RuntimeContainer container, CancellationToken cancellationToken);

    /// <summary>The processes of a container and what they have open, or null where that cannot be told.</summary>
    OpenFiles? Files(RuntimeContainer container);
}
