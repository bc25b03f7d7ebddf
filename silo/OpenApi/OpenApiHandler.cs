using Microsoft.AspNetCore.Http;
using Orleans.Kube.Silo.Handlers;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Silo.OpenApi;

/// <summary>
/// /openapi/v2 and /openapi/v3. The v3 index names each document with its hash; under such a name a document never changes and may be
/// kept for good.
/// </summary>
/// <param name="current">The documents of what this server serves.</param>
/// <param name="remote">Where the documents of other servers are.</param>
/// <param name="merged">Swagger 2.0 with the documents of other servers in it.</param>
/// <param name="time">The clock by which documents expire.</param>
public sealed class OpenApiHandler(
    Func<OpenApiDocuments> current, Func<CancellationToken, Task<IReadOnlyList<(string Name, string Address)>>> remote,
    Func<OpenApiDocuments, CancellationToken, ValueTask<OpenApiDocuments.Swaggers>> merged, TimeProvider time) : IPathHandler
{
    /// <summary>What the name of a document of OpenAPI 3.0 follows in its path.</summary>
    public const string Groups = "/openapi/v3/";

    private static readonly TimeSpan Forever = TimeSpan.FromDays(365);

    public IReadOnlyList<string> Roots { get; } = ["/openapi"];

    public IEnumerable<string> Paths { get; } = ["/openapi/v2", "/openapi/v3"];

    public ValueTask HandleAsync(ApiRequest request)
    {
        var path = request.Info.Path;
        var documents = current();
        return path switch
        {
            "/openapi/v2" => WriteSwaggerAsync(request, documents),
            "/openapi/v3" => WriteIndexAsync(request, documents),
            _ when path.StartsWith(Groups, StringComparison.Ordinal) && documents.Find(path[Groups.Length..]) is { } found => WriteGroupAsync(request, found, path),
            _ when path.StartsWith(Groups, StringComparison.Ordinal) => WriteNothing(request.Http),
            _ => Answer.WriteTextAsync(request.Http, 404, "404 page not found\n"),
        };
    }

    private static ValueTask WriteNothing(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return default;
    }

    private async ValueTask WriteSwaggerAsync(ApiRequest request, OpenApiDocuments documents)
    {
        var swaggers = await merged(documents, request.Aborted);
        await WriteAsync(request.Http, WantsProtobuf(request.Http.Request) ? swaggers.Protobuf : swaggers.Json);
    }

    private async ValueTask WriteIndexAsync(ApiRequest request, OpenApiDocuments documents)
    {
        var others = await remote(request.Aborted);
        await WriteJsonAsync(request, others.Count == 0 ? documents.Index : documents.IndexWith(others));
    }

    private ValueTask WriteGroupAsync(ApiRequest request, OpenApiDocument document, string path)
    {
        if (request.Query("hash") is not { Length: > 0 } hash) return WriteJsonAsync(request, document);
        if (hash != document.Hash)
        {
            request.Http.Response.Redirect($"{path}?hash={document.Hash}", permanent: true);
            return default;
        }

        var headers = request.Http.Response.Headers;
        headers.CacheControl = "public, immutable";
        headers.Expires = (time.GetUtcNow() + Forever).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        return WriteJsonAsync(request, document);
    }

    /// <summary>The v3 documents have no other form than JSON.</summary>
    private static ValueTask WriteJsonAsync(ApiRequest request, OpenApiDocument document)
    {
        ContentNegotiation.ForDocuments(request.Http.Request);
        return WriteAsync(request.Http, document);
    }

    private static ValueTask WriteAsync(HttpContext http, OpenApiDocument document)
    {
        var response = http.Response;
        response.Headers.ETag = document.ETag;
        response.Headers.Vary = "Accept, Accept-Encoding";
        if (http.Request.Headers.IfNoneMatch == document.ETag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return default;
        }

        response.ContentType = document.ContentType;
        var compressed = Answer.AcceptsGzip(http.Request);
        if (compressed) response.Headers.ContentEncoding = "gzip";
        var body = compressed ? document.Compressed : document.Body;
        response.ContentLength = body.Length;
        return new ValueTask(response.Body.WriteAsync(body, http.RequestAborted).AsTask());
    }

    private static bool WantsProtobuf(HttpRequest request)
    {
        foreach (var form in request.Headers.Accept.ToString().Split(',', StringSplitOptions.TrimEntries))
        {
            if (form.Contains("proto-openapi.spec.v2", StringComparison.Ordinal)) return true;
            if (form.StartsWith("application/json", StringComparison.Ordinal) || form.StartsWith("*/*", StringComparison.Ordinal)) return false;
        }

        return false;
    }
}
