using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Orleans.Kube.NodeAgent.References;

namespace Orleans.Kube.NodeAgent.Plugins;

/// <summary>gRPC with what answers at a socket of this machine.</summary>
internal static class UnixChannel
{
    private const string Scheme = "unix:";

    /// <summary>How long a plugin may take to answer (kubelet's csiTimeout).</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>A channel, which connects when it is first used and again whenever it has to.</summary>
    public static GrpcChannel Open(string path) => GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
    {
        DisposeHttpClient = true,
        HttpHandler = new SocketsHttpHandler { UseProxy = false, ConnectCallback = (_, cancellationToken) => ConnectAsync(path, cancellationToken) },
    });

    /// <summary>The path of an endpoint, which may be said as an address (<c>unix:///run/driver.sock</c>).</summary>
    public static string Path(string endpoint) =>
        endpoint.StartsWith(Scheme, StringComparison.Ordinal) ? "/" + endpoint[Scheme.Length..].TrimStart('/') : endpoint;

    /// <summary>An error as Go's gRPC words it.</summary>
    public static string Words(RpcException e) => $"rpc error: code = {(e.StatusCode == StatusCode.Cancelled ? "Canceled" : e.StatusCode)} desc = {e.Status.Detail}";

    /// <summary>Asks a plugin.</summary>
    /// <exception cref="ReferenceException">It refuses or does not answer; in the words of Go's gRPC.</exception>
    public static async Task<TAnswer> CallAsync<TAnswer>(Func<CallOptions, AsyncUnaryCall<TAnswer>> call, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = call(new(deadline: DateTime.UtcNow + Patience, cancellationToken: cancellationToken));
            return await answer;
        }
        catch (RpcException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ReferenceException(Words(e));
        }
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
