using System.Net.Sockets;
using System.Text;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Probes;

/// <summary>Looks at a container once, by the way that a probe names.</summary>
public sealed class Prober(IContainerRuntime runtime, HttpProbe http, GrpcProbe grpc)
{
    private const int LongestOutput = 10 * 1024;

    /// <param name="probe">How to look.</param>
    /// <param name="container">The container in the pod.</param>
    /// <param name="id">The container in the runtime.</param>
    /// <param name="address">Where the pod is reached.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task<ProbeOutcome> LookAsync(Probe probe, Container container, string id, string address, CancellationToken cancellationToken)
    {
        var timeout = TimeSpan.FromSeconds(Math.Max(1, probe.TimeoutSeconds));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            if (probe.Exec is { } exec) return await ExecAsync(id, exec, limit.Token);
            if (probe.HttpGet is { } get) return await http.GetAsync(get, container, address, limit.Token);
            if (probe.TcpSocket is { } tcp) return await ConnectAsync(tcp, container, address, limit.Token);
            if (probe.Grpc is { } call) return await grpc.CheckAsync(address, call.Port, call.Service ?? "", limit.Token);
            return ProbeOutcome.Failure("the probe names no way to look");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ProbeOutcome.Failure(probe.Exec is null ? "context deadline exceeded (Client.Timeout exceeded while awaiting headers)" : $"command timed out: \"{string.Join(' ', probe.Exec.Command)}\" timed out after {timeout.TotalSeconds}s");
        }
    }

    private async Task<ProbeOutcome> ExecAsync(string id, ExecAction exec, CancellationToken cancellationToken)
    {
        try
        {
            await using var process = await runtime.Streams.ExecAsync(id, new ExecSpec(exec.Command), cancellationToken);
            var output = new StringBuilder();
            while (await process.ReadAsync(cancellationToken) is { IsEnd: false } piece)
                if (output.Length < LongestOutput) output.Append(Encoding.UTF8.GetString(piece.Bytes.Span));
            return await process.ExitCodeAsync(cancellationToken) == 0 ? ProbeOutcome.Success : ProbeOutcome.Failure(output.ToString());
        }
        catch (RuntimeException e)
        {
            return ProbeOutcome.Failure(e.Message);
        }
    }

    private static async Task<ProbeOutcome> ConnectAsync(TCPSocketAction tcp, Container container, string address, CancellationToken cancellationToken)
    {
        if (Ports.Resolve(tcp.Port, container) is not { } port) return ProbeOutcome.Failure($"couldn't find port: {tcp.Port.Text}");
        var host = tcp.Host.Length > 0 ? tcp.Host : address;
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(host, port, cancellationToken);
            return ProbeOutcome.Success;
        }
        catch (SocketException e)
        {
            return ProbeOutcome.Failure($"dial tcp {host}:{port}: {(e.SocketErrorCode == SocketError.ConnectionRefused ? "connect: connection refused" : e.Message)}");
        }
    }
}
