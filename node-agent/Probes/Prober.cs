using System.Net.Sockets;
using System.Text;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Validation;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Variables;

namespace Orleans.Kube.NodeAgent.Probes;

/// <summary>Looks at a container once, by the way that a probe names.</summary>
public sealed class Prober(IContainerStreams streams, HttpProbe http, GrpcProbe grpc)
{
    private const int LongestOutput = 10 * 1024;
    private const int MostTries = 3;

    private const string RuntimeRefusal = "OCI runtime exec failed: ";

    // What shells and runtimes end with that cannot start a command.
    private const int CannotStart = 126;
    private const int NotFound = 127;

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
            cancellationToken.ThrowIfCancellationRequested();
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
        { Exec: { } exec } => $"command timed out: {GoText.Quote(string.Join(' ', Command(exec, container)))} timed out after {GoDuration.Format(timeout)}",
        { HttpGet: { } get } => $"Get \"{ProbeUrl.Text(get, container, address)}\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)",
        _ => $"dial tcp {Target(probe.TcpSocket!, container, address)}: i/o timeout",
    };

    /// <summary>The words of a command, in which variables that the container's definition gives values to are replaced.</summary>
    private static IReadOnlyList<string> Command(ExecAction exec, Container container)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in container.Env) variables[variable.Name] = variable.Value;
        return [.. exec.Command.Select(word => Expansion.Expand(word, variables))];
    }

    private static string Target(TCPSocketAction tcp, Container container, string address) => DialErrors.Address(Host(tcp, address), Ports.Resolve(tcp.Port, container));

    private static string Host(TCPSocketAction tcp, string address) => tcp.Host.Length > 0 ? tcp.Host : address;

    private async Task<ProbeOutcome> ExecAsync(string id, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        try
        {
            await using var process = await streams.ExecAsync(id, new ExecSpec(command), cancellationToken);
            try
            {
                var output = await OutputAsync(process, cancellationToken);
                return await process.ExitCodeAsync(cancellationToken) switch
                {
                    0 => ProbeOutcome.Success,
                    CannotStart or NotFound when output.StartsWith(RuntimeRefusal, StringComparison.Ordinal) => ProbeOutcome.Error($"rpc error: code = Unknown desc = failed to exec in container: {output.TrimEnd()}"),
                    _ => ProbeOutcome.Failure(output),
                };
            }
            catch (OperationCanceledException)
            {
                await process.KillAsync();
                throw;
            }
        }
        catch (RuntimeException e)
        {
            return ProbeOutcome.Error(e.Message);
        }
    }

    /// <summary>The start of what a process writes: first its output, then its errors.</summary>
    private static async Task<string> OutputAsync(IProcessStream process, CancellationToken cancellationToken)
    {
        using var output = new MemoryStream();
        using var errors = new MemoryStream();
        while (await process.ReadAsync(cancellationToken) is { IsEnd: false } piece)
        {
            var to = piece.IsError ? errors : output;
            to.Write(piece.Bytes.Span[..(int)Math.Min(piece.Bytes.Length, LongestOutput - to.Length)]);
        }

        errors.WriteTo(output);
        return Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)Math.Min(output.Length, LongestOutput));
    }

    private static async Task<ProbeOutcome> ConnectAsync(TCPSocketAction tcp, Container container, string address, CancellationToken cancellationToken)
    {
        if (Ports.Resolve(tcp.Port, container) is not { } port) return ProbeOutcome.Error(Ports.Problem(tcp.Port, container));
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(Host(tcp, address), port, cancellationToken);
            return ProbeOutcome.Success;
        }
        catch (SocketException e)
        {
            return ProbeOutcome.Failure(DialErrors.Dial(Host(tcp, address), port, e));
        }
    }
}
