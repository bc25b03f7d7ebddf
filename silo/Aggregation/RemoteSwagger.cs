using System.Text;
using System.Text.Json.Nodes;
using Orleans.Kube.Silo.OpenApi;

namespace Orleans.Kube.Silo.Aggregation;

/// <summary>The Swagger 2.0 document of this server with those of the others in it. It is made anew when one of them has changed.</summary>
public sealed class RemoteSwagger(RemoteDiscovery remote)
{
    private sealed record Made(OpenApiDocument Own, IReadOnlyList<(string Group, JsonObject Document)> Others, OpenApiDocuments.Swaggers Merged);

    private Made? _made;

    /// <param name="own">The documents of this server.</param>
    public async ValueTask<OpenApiDocuments.Swaggers> WithOthersAsync(OpenApiDocuments own, CancellationToken cancellationToken)
    {
        var others = await remote.SwaggersAsync(cancellationToken);
        if (others.Count == 0) return own.Swagger2;
        if (_made is { } made && ReferenceEquals(made.Own, own.Swagger) && made.Others.SequenceEqual(others)) return made.Merged;
        var merged = JsonNode.Parse(own.Swagger.Body)!.AsObject();
        foreach (var (group, document) in others) SwaggerMerge.Add(merged, document, $"/apis/{group}/");
        var swaggers = new OpenApiDocuments.Swaggers(new Lazy<OpenApiDocument>(new OpenApiDocument(Encoding.UTF8.GetBytes(merged.ToJsonString()), "application/json")));
        _made = new Made(own.Swagger, others, swaggers);
        return swaggers;
    }
}
