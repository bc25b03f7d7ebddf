using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Orleans.Kube.Model;

namespace Orleans.Kube.NodeAgent.Probes;

/// <summary>Asks a gRPC server by the health checking protocol (grpc.health.v1.Health/Check). A server that is not there yet may come until the time is over.</summary>
public sealed class GrpcProbe(TimeProvider time)
{
    private const int Serving = 1;
    private const int PrefixBytes = 5;
    private const int DeadlineExceeded = 4;
    private const int Unimplemented = 12;
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(100);

    // https://grpc.io/docs/guides/status-codes/, as Go names them.
    private static readonly string[] Codes =
    [
        "OK", "Canceled", "Unknown", "InvalidArgument", "DeadlineExceeded", "NotFound", "AlreadyExists", "PermissionDenied", "ResourceExhausted", "FailedPrecondition", "Aborted",
        "OutOfRange", "Unimplemented", "Internal", "Unavailable", "DataLoss", "Unauthenticated",
    ];

    /// <param name="address">Where the server is.</param>
    /// <param name="port">Its port.</param>
    /// <param name="service">What is asked for; empty for the server as a whole.</param>
    /// <param name="timeout">How long all may take.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task<ProbeOutcome> CheckAsync(string address, int port, string service, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var target = DialErrors.Address(address, port);
        using var timer = new CancellationTokenSource(timeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        AnsweringStream? connection = null;
        using var client = Client(opened => connection = opened);
        try
        {
            while (true)
            {
                try
                {
                    return await AskAsync(client, $"http://{target}/grpc.health.v1.Health/Check", service, timeout, limit.Token);
                }
                catch (HttpRequestException)
                {
                    connection = null;
                }

                await Task.Delay(Retry, time, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ProbeOutcome.Failure(connection is { HasAnswered: true } ? Incomplete(timeout) : $"timeout: failed to connect service \"{target}\" within {GoDuration.Format(timeout)}: context deadline exceeded");
        }
    }

    private static string Incomplete(TimeSpan timeout) => $"timeout: health rpc did not complete within {GoDuration.Format(timeout)}";

    private static HttpClient Client(Action<AnsweringStream> opened) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var stream = await AnsweringStream.ConnectAsync(context.DnsEndPoint, cancellationToken);
            opened(stream);
            return stream;
        },
    }) { Timeout = Timeout.InfiniteTimeSpan };

    private static async Task<ProbeOutcome> AskAsync(HttpClient client, string url, string service, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(Request(service)) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
        request.Headers.TryAddWithoutValidation("User-Agent", "kube-probe/1.33 grpc-go/1.68.1");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        using var response = await client.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!int.TryParse(Trailer(response, "grpc-status"), out var status)) status = 0;
        if (status != 0) return ProbeOutcome.Failure(Refusal(status, Uri.UnescapeDataString(Trailer(response, "grpc-message") ?? ""), timeout));
        var health = body.Length >= PrefixBytes + 2 && body[PrefixBytes] == 0x08 ? body[PrefixBytes + 1] : 0;
        return health == Serving ? ProbeOutcome.Success : ProbeOutcome.Failure($"service unhealthy (responded with \"{Name(health)}\")");
    }

    private static string Refusal(int status, string message, TimeSpan timeout) => status switch
    {
        Unimplemented => $"error: this server does not implement the grpc health protocol (grpc.health.v1.Health): {message}",
        DeadlineExceeded => Incomplete(timeout),
        _ => $"error: health rpc probe failed: rpc error: code = {(status < Codes.Length ? Codes[status] : $"Code({status})")} desc = {message}",
    };

    /// <summary>What comes after the body, or in its stead.</summary>
    private static string? Trailer(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out var values) || response.Headers.TryGetValues(name, out values) ? values.First() : null;

    /// <summary>A length-prefixed HealthCheckRequest: field 1 is the service's name.</summary>
    private static byte[] Request(string service)
    {
        var name = Encoding.UTF8.GetBytes(service);
        byte[] message = name.Length == 0 ? [] : [0x0A, .. Length(name.Length), .. name];
        var framed = new byte[PrefixBytes + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), message.Length);
        message.CopyTo(framed, PrefixBytes);
        return framed;
    }

    /// <summary>A number as protobuf writes it: seven bits a byte, the lowest first.</summary>
    private static IEnumerable<byte> Length(int number)
    {
        for (; number > 0x7F; number >>= 7) yield return (byte)(number | 0x80);
        yield return (byte)number;
    }

    private static string Name(int health) => health switch { 0 => "UNKNOWN", 2 => "NOT_SERVING", 3 => "SERVICE_UNKNOWN", _ => health.ToString() };
}
