using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Orleans.Kube.NodeAgent.Probes;

/// <summary>Asks a gRPC server by the health checking protocol (grpc.health.v1.Health/Check).</summary>
public sealed class GrpcProbe : IDisposable
{
    private const int Serving = 1;
    private const int PrefixBytes = 5;

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.FromSeconds(1) })
    {
        DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact, Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<ProbeOutcome> CheckAsync(string address, int port, string service, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{address}:{port}/grpc.health.v1.Health/Check")
            {
                Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new ByteArrayContent(Request(service)) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
            };
            request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
            using var response = await _http.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            var status = response.TrailingHeaders.TryGetValues("grpc-status", out var values) || response.Headers.TryGetValues("grpc-status", out values) ? values.First() : "0";
            if (status != "0") return ProbeOutcome.Failure($"error: this server does not implement the grpc health protocol or service is unknown (grpc-status {status})");
            var health = body.Length >= PrefixBytes + 2 && body[PrefixBytes] == 0x08 ? body[PrefixBytes + 1] : 0;
            return health == Serving ? ProbeOutcome.Success : ProbeOutcome.Failure($"service unhealthy (responded with \"{Name(health)}\")");
        }
        catch (HttpRequestException e)
        {
            return ProbeOutcome.Failure($"failed to connect service \"{address}:{port}\": {e.Message}");
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>A length-prefixed HealthCheckRequest: field 1 is the service's name.</summary>
    private static byte[] Request(string service)
    {
        var name = Encoding.UTF8.GetBytes(service);
        if (name.Length > sbyte.MaxValue) throw new ArgumentException("the name of a gRPC service has at most 127 bytes");
        byte[] message = name.Length == 0 ? [] : [0x0A, (byte)name.Length, .. name];
        var framed = new byte[PrefixBytes + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), message.Length);
        message.CopyTo(framed, PrefixBytes);
        return framed;
    }

    private static string Name(int health) => health switch { 0 => "UNKNOWN", 2 => "NOT_SERVING", 3 => "SERVICE_UNKNOWN", _ => health.ToString() };
}
