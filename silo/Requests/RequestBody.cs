using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Silo.Protobuf;

namespace Orleans.Kube.Silo.Requests;

/// <summary>Reads request bodies as JSON, whatever they came as, and no more of them than allowed.</summary>
public static class RequestBody
{
    /// <summary>The most that a body may hold, as in k8s.io/apiserver.</summary>
    public const int MaximumBytes = 3 * 1024 * 1024;

    private const string NoYaml = "error converting YAML to JSON: ";

    /// <summary>The whole body, converted to JSON if it is YAML or protobuf, empty if there is none; and the keys that its YAML has twice.</summary>
    /// <param name="request">The request.</param>
    /// <param name="type">The record that the body should hold.</param>
    /// <param name="kind">The kind of the object that it should hold.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="StatusException">413: too large; 415: of another media type; 400: malformed.</exception>
    public static async ValueTask<(byte[] Json, IReadOnlyList<string> Duplicates)> ReadJsonAsync(HttpRequest request, Type type, string kind, CancellationToken cancellationToken)
    {
        if (request.Method == "DELETE" && request.ContentLength is null or 0) return ([], []);
        var convert = Converter(request.ContentType);
        var bytes = await ReadAsync(request, cancellationToken);
        if (convert is null || bytes.Length == 0) return (bytes, []);
        try
        {
            return convert(type, bytes);
        }
        catch (StatusException failure) when (failure.Status.Message.StartsWith(NoYaml, StringComparison.Ordinal))
        {
            throw BodyReader.Unrecognized(kind, failure.Status.Message[NoYaml.Length..], bytes);
        }
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

    /// <summary>What makes JSON of a media type, or null for JSON itself, which is assumed where none is given.</summary>
    /// <exception cref="StatusException">415: it is none that is understood.</exception>
    private static Func<Type, byte[], (byte[] Json, IReadOnlyList<string> Duplicates)>? Converter(string? contentType) => MediaType(contentType) switch
    {
        "" or "application/json" or "*/*" => null,
        "application/yaml" => static (_, bytes) => (Yaml.ToJson(bytes, out var duplicates), duplicates),
        ProtobufJson.MediaType => static (type, bytes) => (ProtobufJson.ToJson(type, bytes), []),
        _ => throw Failures.UnsupportedMediaType("application/json, application/yaml, application/vnd.kubernetes.protobuf"),
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
