using System.Text;
using System.Text.Json;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Silo.Aggregation;

/// <summary>Why another API server refused, in the words of Kubernetes' clients.</summary>
internal static class RemoteRefusal
{
    /// <summary>What the server says, or what its code means where it says nothing.</summary>
    /// <param name="code">The code of its answer.</param>
    /// <param name="body">Its answer.</param>
    /// <param name="request">What was asked: <c>get pods.custom.metrics.k8s.io *</c>.</param>
    public static string Words(int code, byte[] body, string request) => Said(body) ?? $"{Generic(code, Encoding.UTF8.GetString(body).Trim())} ({request})";

    private static string? Said(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<Status>(body, KubeJson.Options) is { Kind: "Status", Message.Length: > 0 } status ? status.Message : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Generic(int code, string body) => code switch
    {
        400 => "the server rejected our request for an unknown reason",
        401 => "the server has asked for the client to provide credentials",
        403 or 406 or 415 => body.Length > 0 ? body : "unknown",
        404 => "the server could not find the requested resource",
        405 => "the server does not allow this method on the requested resource",
        409 => "the server reported a conflict",
        422 => "the server rejected our request due to an error in our request",
        429 => "the server has received too many requests and has asked us to try again later",
        503 => "the server is currently unable to handle the request",
        504 => "the server was unable to return a response in the time allotted, but may still be processing the request",
        >= 500 => $"an error on the server (\"{(body.Length > 0 ? body : "unknown")}\") has prevented the request from succeeding",
        _ => $"the server responded with the status code {code} but did not return more information",
    };
}
