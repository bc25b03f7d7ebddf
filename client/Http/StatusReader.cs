using System.Net;
using System.Text.Json;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Client;

/// <summary>Turns a refusal into the exception that says it: the server's Status, or one made from the HTTP code when the body is none.</summary>
internal static class StatusReader
{
    private const int LongestMessage = 1024;

    public static async Task<StatusException> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return new StatusException(Parse(body) ?? FromCode(response.StatusCode, body));
    }

    private static Status? Parse(byte[] body)
    {
        try
        {
            var status = JsonSerializer.Deserialize<Status>(body, KubeJson.Options);
            return status is { Kind: "Status", Code: > 0 } ? status : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Status FromCode(HttpStatusCode code, byte[] body)
    {
        var text = System.Text.Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, LongestMessage))).Trim();
        return new Status
        {
            ApiVersion = "v1", Kind = "Status", StatusValue = "Failure", Code = (int)code, Reason = Reason(code),
            Message = text.Length > 0 ? text : $"the server responded with the status code {(int)code}",
        };
    }

    private static string Reason(HttpStatusCode code) => code switch
    {
        HttpStatusCode.BadRequest => StatusReason.BadRequest,
        HttpStatusCode.Unauthorized => StatusReason.Unauthorized,
        HttpStatusCode.Forbidden => StatusReason.Forbidden,
        HttpStatusCode.NotFound => StatusReason.NotFound,
        HttpStatusCode.MethodNotAllowed => StatusReason.MethodNotAllowed,
        HttpStatusCode.Conflict => StatusReason.Conflict,
        HttpStatusCode.Gone => StatusReason.Gone,
        HttpStatusCode.UnprocessableEntity => StatusReason.Invalid,
        HttpStatusCode.TooManyRequests => StatusReason.TooManyRequests,
        HttpStatusCode.ServiceUnavailable => StatusReason.ServiceUnavailable,
        HttpStatusCode.GatewayTimeout => StatusReason.Timeout,
        _ => StatusReason.InternalError,
    };
}
