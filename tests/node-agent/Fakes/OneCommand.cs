using System.Text;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Tests.Fakes;

/// <summary>Runs any command as one that writes its errors before its output, if it has two words, and ends with a code; without a code it does not end.</summary>
internal sealed class OneCommand(int? code, string output) : IContainerStreams, IProcessStream
{
    private readonly Queue<ProcessOutput> _pieces = [];

    public bool IsKilled { get; private set; }

    public Task<IProcessStream> ExecAsync(string id, ExecSpec spec, CancellationToken cancellationToken)
    {
        var (first, rest) = output.Split(' ', 2) is [var word, var second] && code == 1 ? (word, " " + second) : (output, "");
        if (rest.Length > 0) _pieces.Enqueue(new ProcessOutput(true, Encoding.UTF8.GetBytes(rest)));
        if (first.Length > 0) _pieces.Enqueue(new ProcessOutput(false, Encoding.UTF8.GetBytes(first)));
        return Task.FromResult<IProcessStream>(this);
    }

    public async ValueTask<ProcessOutput> ReadAsync(CancellationToken cancellationToken)
    {
        if (_pieces.Count == 0 && code is null) await Task.Delay(Timeout.Infinite, cancellationToken);
        return _pieces.Count == 0 ? default : _pieces.Dequeue();
    }

    public Task<int> ExitCodeAsync(CancellationToken cancellationToken) => Task.FromResult(code!.Value);

    public Task KillAsync()
    {
        IsKilled = true;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void CloseInput() => throw new NotSupportedException();

    public ValueTask WriteInputAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task ResizeAsync(int width, int height, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task LogsAsync(string id, LogQuery query, Stream output, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IProcessStream> AttachAsync(string id, bool input, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Stream> ConnectAsync(string sandboxId, int port, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ContainerUsage?> UsageAsync(RuntimeContainer container, CancellationToken cancellationToken) => throw new NotSupportedException();

    public OpenFiles? Files(RuntimeContainer container) => null;
}
