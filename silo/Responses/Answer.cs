using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Silo.Protobuf;

namespace Orleans.Kube.Silo.Responses;

/// <summary>Writes whole answers: a status code, a media type and bytes.</summary>
public static class Answer
{
    private const int CompressFrom = 128 * 1024;

    /// <summary>A document that is JSON already, in the form that the client chose. JSON that is not indented is one line, with its end.</summary>
    public static ValueTask WriteAsync(HttpContext http, int code, ReadOnlyMemory<byte> json, AcceptedForm form)
    {
        if (form.IsYaml) return WriteAsync(http, code, Yaml.FromJson(json.Span), form.ContentType);
        if (form.IsProtobuf) return WriteAsync(http, code, JsonProtobuf.Encode(json), form.ContentType);
        if (PrettyJson.IsAsked(http.Request)) return WriteAsync(http, code, PrettyJson.Indent(json.Span), form.ContentType);
        return WriteAsync(http, code, json, form.ContentType, "\n"u8);
    }

    /// <summary>Bytes of a media type, compressed when they are many and the client can undo it.</summary>
    public static ValueTask WriteAsync(HttpContext http, int code, ReadOnlyMemory<byte> body, string contentType) => WriteAsync(http, code, body, contentType, []);

    private static ValueTask WriteAsync(HttpContext http, int code, ReadOnlyMemory<byte> body, string contentType, ReadOnlySpan<byte> end)
    {
        // From here on nothing else can be said: a refusal would be written behind what is there already. The client's departure ends the write by itself.
        http.RequestAborted.ThrowIfCancellationRequested();
        var response = http.Response;
        response.StatusCode = code;
        response.ContentType = contentType;
        if (body.Length >= CompressFrom && AcceptsGzip(http.Request)) return WriteCompressedAsync(response, body, end.ToArray());
        response.ContentLength = body.Length + end.Length;
        response.BodyWriter.Write(body.Span);
        response.BodyWriter.Write(end);
        var pending = response.BodyWriter.FlushAsync(CancellationToken.None);
        return pending.IsCompletedSuccessfully ? Done(pending.Result) : Await(pending);

        static ValueTask Done(System.IO.Pipelines.FlushResult _) => default;
        static async ValueTask Await(ValueTask<System.IO.Pipelines.FlushResult> pending) => await pending;
    }

    /// <summary>A record of the API as JSON or YAML.</summary>
    public static ValueTask WriteAsync(HttpContext http, int code, TypeMeta document, AcceptedForm form) =>
        WriteAsync(http, code, JsonSerializer.SerializeToUtf8Bytes(document, document.GetType(), KubeJson.Options), form);

    public static ValueTask WriteTextAsync(HttpContext http, int code, string text)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return WriteAsync(http, code, System.Text.Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8");
    }

    /// <summary>A refusal. Nothing of the answer may have been sent before.</summary>
    public static ValueTask WriteFailureAsync(HttpContext http, Status status)
    {
        if (status.Details is { RetryAfterSeconds: > 0 } details)
            http.Response.Headers.RetryAfter = details.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        else if (status.Code == 503) http.Response.Headers.RetryAfter = "1";
        if (status.Code == 403) http.Response.Headers.XContentTypeOptions = "nosniff";
        if (status.Code == 401) http.Response.Headers.WWWAuthenticate = "Bearer realm=\"orleans-kube\"";
        if (ContentNegotiation.FindForDocuments(http.Request) is { } form) return WriteAsync(http, status.Code, status, form);
        // A refusal is never hidden behind another: who accepts no form of it gets JSON to read.
        return WriteAsync(http, status.Code, PrettyJson.Indent(JsonSerializer.SerializeToUtf8Bytes(status, KubeJson.Options)), AcceptedForm.Json.ContentType);
    }

    /// <summary>A refusal that is JSON already, as a grain replies it.</summary>
    public static ValueTask WriteFailureAsync(HttpContext http, byte[] status) =>
        WriteFailureAsync(http, JsonSerializer.Deserialize<Status>(status, KubeJson.Options) ?? Failures.Internal("empty status").Status);

    /// <summary>Messages that the client shows to its user.</summary>
    public static void AddWarnings(HttpContext http, IReadOnlyList<string> warnings)
    {
        for (var i = 0; i < warnings.Count; i++)
        {
            var text = warnings[i].Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
            http.Response.Headers.Append("Warning", $"299 - \"{HeaderText(text)}\"");
        }
    }

    public static bool AcceptsGzip(HttpRequest request)
    {
        foreach (var value in request.Headers.AcceptEncoding)
            if (value is not null && value.Contains("gzip", StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static async ValueTask WriteCompressedAsync(HttpResponse response, ReadOnlyMemory<byte> body, byte[] end)
    {
        response.Headers.ContentEncoding = "gzip";
        response.Headers.Vary = "Accept-Encoding";
        await using var gzip = new GZipStream(response.BodyWriter.AsStream(), CompressionLevel.Fastest, leaveOpen: true);
        await gzip.WriteAsync(body, CancellationToken.None);
        await gzip.WriteAsync(end, CancellationToken.None);
    }

    private static string HeaderText(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++) span[i] = source[i] is >= ' ' and < (char)127 ? source[i] : '?';
    });
}
