using System.IO.Pipelines;
using System.Text.Json;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Client;

/// <summary>A command that runs in a container. Read the outputs while it runs; <see cref="Completion"/> says how it ended.</summary>
public sealed class ExecSession : IAsyncDisposable
{
    private readonly ChannelSocket _socket;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Pipe _output = new();
    private readonly Pipe _error = new();
    private readonly TaskCompletionSource<Status> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _receiving;

    internal ExecSession(ChannelSocket socket)
    {
        _socket = socket;
        _receiving = ReceiveAsync();
    }

    public Stream Output => _output.Reader.AsStream();

    public Stream Error => _error.Reader.AsStream();

    /// <summary>How the command ended: <c>Success</c>, or <c>Failure</c> with the exit code among the causes.</summary>
    public Task<Status> Completion => _completion.Task;

    /// <summary>The exit code of a completed command; -1 when it could not run at all.</summary>
    public static int ExitCode(Status status)
    {
        if (status.StatusValue == "Success") return 0;
        var cause = status.Details?.Causes.FirstOrDefault(c => c.Reason == "ExitCode");
        return cause is not null && int.TryParse(cause.Message, out var code) ? code : -1;
    }

    public Task WriteInputAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default) =>
        _socket.SendAsync(RemoteChannel.Input, bytes, cancellationToken);

    /// <summary>Ends the command's standard input.</summary>
    public Task CloseInputAsync(CancellationToken cancellationToken = default) => _socket.CloseChannelAsync(RemoteChannel.Input, cancellationToken);

    public Task ResizeAsync(int width, int height, CancellationToken cancellationToken = default) =>
        _socket.SendAsync(RemoteChannel.Resize, JsonSerializer.SerializeToUtf8Bytes(new { Width = width, Height = height }), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _receiving;
        await _socket.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task ReceiveAsync()
    {
        Exception? failure = null;
        try
        {
            while (await _socket.ReceiveAsync(_stopping.Token) is { } message) await HandleAsync(message);
        }
        catch (Exception e)
        {
            failure = e;
        }

        await _output.Writer.CompleteAsync(failure);
        await _error.Writer.CompleteAsync(failure);
        _completion.TrySetException(failure ?? new IOException("the connection ended before the command did"));
        _ = _completion.Task.Exception;
    }

    private async Task HandleAsync(ChannelMessage message)
    {
        switch (message.Channel)
        {
            case RemoteChannel.Output:
                await _output.Writer.WriteAsync(message.Payload, _stopping.Token);
                break;
            case RemoteChannel.Error:
                await _error.Writer.WriteAsync(message.Payload, _stopping.Token);
                break;
            case RemoteChannel.Status when message.Payload.Length > 0:
                _completion.TrySetResult(JsonSerializer.Deserialize<Status>(message.Payload.Span, KubeJson.Options)!);
                break;
        }
    }
}
