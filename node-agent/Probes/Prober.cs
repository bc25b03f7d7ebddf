using System.Net.Sockets;
using System.Text;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Variables;

namespace Orleans.Kube.NodeAgent.Probes;

/// <summary>Looks at a container once, by the way that a probe names.</summary>
public sealed class Prober(IContainerRuntime runtime, HttpProbe http, GrpcProbe grpc)
{
    private const int LongestOutput = 10 * 1024;
    private const int MostTries = 3;

    /// <summary>Looks, and where nobody could look at once again.</summary>
    /// <param name="probe">How to look.</param>
    /// <param name="container">The container in the pod.</param>
    /// <param name="id">The container in the runtime.</param>
    /// <param name="address">Where the pod is reached.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task<ProbeOutcome> LookAsync(Probe probe, Container container, string id, string address, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var outcome = await TryAsync(probe, container, id, address, cancellationToken);
            if (!outcome.IsError || tries == MostTries) return outcome;
        }
    }

    private async Task<ProbeOutcome> TryAsync(Probe probe, Container container, string id, string address, CancellationToken cancellationToken)
    {
        var timeout = TimeSpan.FromSeconds(Math.Max(1, probe.TimeoutSeconds));
        if (probe.Grpc is { } call) return await grpc.CheckAsync(address, call.Port, call.Service ?? "", timeout, cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            if (probe.Exec is { } exec) return await ExecAsync(id, Command(exec, container), limit.Token);
            if (probe.HttpGet is { } get) return await http.GetAsync(get, container, address, limit.Token);
            if (probe.TcpSocket is { } tcp) return await ConnectAsync(tcp, container, address, limit.Token);
            return ProbeOutcome.Error("missing probe handler");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ProbeOutcome.Failure(Late(probe, container, address, timeout));
        }
    }

    private static string Late(Probe probe, Container container, string address, TimeSpan timeout) => probe switch
    {
        { Exec: { } exec } => $"command timed out: \"{string.Join(' ', Command(exec, container))}\" timed out after {GoDuration.Format(timeout)}",
        { HttpGet: { } get } => $"Get \"{HttpProbe.Url(get, container, address)}\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)",
        _ => $"dial tcp {Target(probe.TcpSocket!, container, address)}: i/o timeout",
    };

    /// <summary>The words of a command, in which variables that the container's definition gives values to are replaced.</summary>
    private static IReadOnlyList<string> Command(ExecAction exec, Container container)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in container.Env) variables[variable.Name] = variable.Value;
        return [.. exec.Command.Select(word => Expansion.Expand(word, variables))];
    }

    private static string Target(TCPSocketAction tcp, Container container, string address) => $"{(tcp.Host.Length > 0 ? tcp.Host : address)}:{Ports.Resolve(tcp.Port, container)}";

    private async Task<ProbeOutcome> ExecAsync(string id, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        try
        {
            await using var process = await runtime.Streams.ExecAsync(id, new ExecSpec(command), cancellationToken);
            var output = new StringBuilder();
            while (await process.ReadAsync(cancellationToken) is { IsEnd: false } piece)
                if (output.Length < LongestOutput) output.Append(Encoding.UTF8.GetString(piece.Bytes.Span));
            return await process.ExitCodeAsync(cancellationToken) == 0 ? ProbeOutcome.Success : ProbeOutcome.Failure(output.ToString());
        }
        catch (RuntimeException e)
        {
            return ProbeOutcome.Error(e.Message);
        }
    }

    private static async Task<ProbeOutcome> ConnectAsync(TCPSocketAction tcp, Container container, string address, CancellationToken cancellationToken)
    {
        if (Ports.Resolve(tcp.Port, container) is not { } port) return ProbeOutcome.Error(Ports.Problem(tcp.Port, container));
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(tcp.Host.Length > 0 ? tcp.Host : address, port, cancellationToken);
            return ProbeOutcome.Success;
        }
        catch (SocketException e)
        {
            return ProbeOutcome.Failure($"dial tcp {Target(tcp, container, address)}: {DialErrors.Text(e)}");
        }
    }
}
