using System.Text;
using System.Text.Json;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Silo.Streaming;

/// <summary>What clients are told when a node cannot be reached or refuses.</summary>
internal static class NodeRefusal
{
    private const int LongestText = 64 * 1024;

    /// <summary>No agent of the node is connected, or its connection broke before it answered.</summary>
    public static StatusException Unreachable(string node, Exception failure) => Make(500, failure is OperationCanceledException
        ? $"error dialing backend: no agent of node \"{node}\" is connected"
        : $"error dialing backend: the connection to node \"{node}\" broke: {(failure.InnerException ?? failure).Message}", StatusReason.InternalError);

    /// <summary>The agent's answer as a Status: the one that it sent, or one around the text that it sent.</summary>
    public static async Task<StatusException> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await ReadBodyAsync(response, cancellationToken);
        var code = (int)response.StatusCode;
        if (response.Content.Headers.ContentType?.MediaType == "application/json" && TryParse(body) is { } status) return new StatusException(status);
        var text = Encoding.UTF8.GetString(body).Trim();
        return Make(code, text.Length > 0 ? text : $"the node answered {code}", code switch
        {
            400 => StatusReason.BadRequest,
            401 => StatusReason.Unauthorized,
            403 => StatusReason.Forbidden,
            404 => StatusReason.NotFound,
            405 => StatusReason.MethodNotAllowed,
            409 => StatusReason.Conflict,
            429 => StatusReason.TooManyRequests,
            503 => StatusReason.ServiceUnavailable,
            504 => StatusReason.Timeout,
            _ => StatusReason.InternalError,
        });
    }

    private static async Task<byte[]> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[LongestText];
        return buffer[..await stream.ReadAtLeastAsync(buffer, LongestText, throwOnEndOfStream: false, cancellationToken)];
    }

    private static Status? TryParse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<Status>(body, KubeJson.Options) is { Kind: "Status", Code: > 0 } status ? status : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static StatusException Make(int code, string message, string reason) => new(new Status
    {
        ApiVersion = "v1", Kind = "Status", StatusValue = "Failure", Message = message, Reason = reason, Code = code,
    });
}
