using System.Text;
using System.Text.Json;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Http;

/// <summary>Carries a process's streams over a socket's channels until the process ends or the client goes.</summary>
/// <param name="socket">The way to the client.</param>
/// <param name="takesInput">Whether what the client sends reaches the process.</param>
internal sealed class ProcessRelay(ChannelSocket socket, bool takesInput)
{
    /// <summary>How long a client may take to answer the close. Until then the connection stays: ending it first could cost the client what is under way.</summary>
    internal static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    public async Task RunAsync(Func<CancellationToken, Task<IProcessStream>> open, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await using var process = await open(cancellationToken);
            var input = InputAsync(process, ending);
            await OutputAsync(process, ending.Token);
            await FinishAsync(Outcome(await process.ExitCodeAsync(ending.Token)), ending.Token);
            await Task.WhenAny(input, Task.Delay(Farewell, ending.Token));
            await ending.CancelAsync();
            await input;
        }
        catch (RuntimeException e)
        {
            ending.CancelAfter(Farewell);
            await FinishAsync(new Status { StatusValue = "Failure", Reason = StatusReason.InternalError, Message = $"error executing command in container: {e.Message}", Code = 500 }, cancellationToken);
            await socket.DrainAsync(ending.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or System.Net.WebSockets.WebSocketException && ending.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>How a process that ended with this code is told to the client.</summary>
    internal static Status Outcome(int exitCode) => exitCode == 0
        ? new Status { StatusValue = "Success" }
        : new Status
        {
            StatusValue = "Failure", Reason = "NonZeroExitCode", Message = $"command terminated with non-zero exit code: exit status {exitCode}",
            Details = new StatusDetails { Causes = [new StatusCause { Reason = "ExitCode", Message = exitCode.ToString() }] },
        };

    private async Task OutputAsync(IProcessStream process, CancellationToken cancellationToken)
    {
        while (await process.ReadAsync(cancellationToken) is { IsEnd: false } piece)
            await socket.SendAsync(piece.IsError ? RemoteChannel.Error : RemoteChannel.Output, piece.Bytes, cancellationToken);
    }

    private async Task FinishAsync(Status status, CancellationToken cancellationToken)
    {
        if (!socket.IsFirstVersion) await socket.SendAsync(RemoteChannel.Status, JsonSerializer.SerializeToUtf8Bytes(status, KubeJson.Options), cancellationToken);
        else if (status.StatusValue == "Failure") await socket.SendAsync(RemoteChannel.Status, Encoding.UTF8.GetBytes(status.Message), cancellationToken);
        await socket.CloseAsync(cancellationToken);
    }

    /// <summary>Passes on what the client sends. A client that goes away ends the exchange.</summary>
    private async Task InputAsync(IProcessStream process, CancellationTokenSource ending)
    {
        try
        {
            while (await socket.ReceiveAsync(ending.Token) is { } message)
            {
                if (message is { Channel: RemoteChannel.Input, IsClose: true }) process.CloseInput();
                else if (message.Channel == RemoteChannel.Input && takesInput) await process.WriteInputAsync(message.Payload, ending.Token);
                else if (message.Channel == RemoteChannel.Resize && JsonSerializer.Deserialize<Size>(message.Payload.Span, SizeJson) is { Width: > 0 } size)
                    await process.ResizeAsync(size.Width, size.Height, ending.Token);
            }

            await ending.CancelAsync();
        }
        catch (Exception e) when (e is OperationCanceledException or System.Net.WebSockets.WebSocketException or System.Net.Sockets.SocketException or RuntimeException or JsonException)
        {
            if (e is System.Net.WebSockets.WebSocketException) await ending.CancelAsync();
        }
    }

    private static readonly JsonSerializerOptions SizeJson = new() { PropertyNameCaseInsensitive = true };

    private sealed record Size(int Width, int Height);
}
