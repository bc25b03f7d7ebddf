namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>The standard streams of a process in a container.</summary>
public interface IProcessStream : IAsyncDisposable
{
    /// <summary>The next piece of output; an empty piece means that both outputs have ended.</summary>
    ValueTask<ProcessOutput> ReadAsync(CancellationToken cancellationToken);

    ValueTask WriteInputAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Ends the process's standard input; its output goes on.</summary>
    void CloseInput();

    /// <summary>Tells the process the size of its terminal.</summary>
    Task ResizeAsync(int width, int height, CancellationToken cancellationToken);

    /// <summary>The exit code, once the outputs have ended.</summary>
    Task<int> ExitCodeAsync(CancellationToken cancellationToken);

    /// <summary>Ends a command that was started in a container at once.</summary>
    Task KillAsync();
}
