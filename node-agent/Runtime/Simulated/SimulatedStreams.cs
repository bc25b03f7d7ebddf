namespace Orleans.Kube.NodeAgent.Runtime.Simulated;

/// <summary>Simulated containers write no logs and run no commands; they say so.</summary>
internal sealed class SimulatedStreams : IContainerStreams
{
    private const string Refusal = "simulated containers have no processes";

    public Task LogsAsync(string id, LogQuery query, Stream output, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IProcessStream> ExecAsync(string id, ExecSpec spec, CancellationToken cancellationToken) => throw new RuntimeException(Refusal);

    public Task<IProcessStream> AttachAsync(string id, bool input, CancellationToken cancellationToken) => throw new RuntimeException(Refusal);

    public Task<Stream> ConnectAsync(string sandboxId, int port, CancellationToken cancellationToken) => throw new RuntimeException(Refusal);

    public Task<ContainerUsage?> UsageAsync(RuntimeContainer container, CancellationToken cancellationToken) => Task.FromResult<ContainerUsage?>(null);

    public OpenFiles? Files(RuntimeContainer container) => null;
}
