using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;

namespace Orleans.Kube.Silo.Requests;

/// <summary>Reads request bodies as JSON, whatever they came as, and no more of them than allowed.</summary>
public static class RequestBody
{
    /// <summary>The most that a body may hold, as in k8s.io/apiserver.</summary>
    public const int MaximumBytes = 3 * 1024 * 1024;

    /// <summary>The whole body, converted to JSON if it is YAML; empty if there is none.</summary>
    /// <exception cref="StatusException">413: too large; 415: neither JSON nor YAML; 400: YAML that is none.</exception>
    public static async ValueTask<byte[]> ReadJsonAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var isYaml = IsYaml(request.ContentType);
        var bytes = await ReadAsync(request, cancellationToken);
        return isYaml && bytes.Length > 0 ? YamlJson.ToJson(bytes) : bytes;
    }

    /// <summary>The whole body as it came.</summary>
    /// <exception cref="StatusException">413: too large.</exception>
    public static async ValueTask<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaximumBytes) throw TooLarge();
        if (request.ContentLength == 0) return [];
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > MaximumBytes) throw TooLarge();
            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Whether a media type is YAML. JSON is assumed where none is given.</summary>
    /// <exception cref="StatusException">415: it is neither.</exception>
    private static bool IsYaml(string? contentType) => MediaType(contentType) switch
    {
        "" or "application/json" or "*/*" => false,
        "application/yaml" => true,
        _ => throw Failures.UnsupportedMediaType("application/json, application/yaml"),
    };

    /// <summary>The media type without its parameters, in lower case.</summary>
    public static string MediaType(string? contentType)
    {
        if (contentType is null or "application/json") return contentType ?? "";
        var semicolon = contentType.IndexOf(';');
        return (semicolon < 0 ? contentType : contentType[..semicolon]).Trim().ToLowerInvariant();
    }

    private static StatusException TooLarge() => Failures.RequestEntityTooLarge($"Request entity too large: limit is {MaximumBytes}");
}
