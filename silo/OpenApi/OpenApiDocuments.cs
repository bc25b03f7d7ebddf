using System.Collections.Frozen;
using System.Text.Json;
using Orleans.Kube.Model.Definitions;

namespace Orleans.Kube.Silo.OpenApi;

/// <summary>The documents of a registry. Each is made when it is first asked for, and kept.</summary>
public sealed class OpenApiDocuments
{
    private readonly FrozenDictionary<string, Lazy<OpenApiDocument>> _groups;
    private readonly Lazy<OpenApiDocument> _index;

    /// <param name="registry">What is described.</param>
    /// <param name="serverVersion">The version that the documents name, such as <c>1.33</c>.</param>
    public OpenApiDocuments(ResourceRegistry registry, string serverVersion)
    {
        var generator = new OpenApiGenerator(registry, serverVersion);
        _groups = generator.Documents.ToFrozenDictionary(static d => d.Key, static d => new Lazy<OpenApiDocument>(d.Value), StringComparer.Ordinal);
        _index = new Lazy<OpenApiDocument>(() => IndexWith([]));
        Swagger2 = new Swaggers(new Lazy<OpenApiDocument>(generator.All));
    }

    /// <summary>Where the OpenAPI 3.0 documents are.</summary>
    public OpenApiDocument Index => _index.Value;

    /// <summary>Swagger 2.0, as JSON.</summary>
    public OpenApiDocument Swagger => Swagger2.Json;

    /// <summary>Swagger 2.0, as the protobuf message that kubectl reads.</summary>
    public OpenApiDocument Protobuf => Swagger2.Protobuf;

    /// <summary>Swagger 2.0 in both its forms.</summary>
    public Swaggers Swagger2 { get; }

    /// <summary>The OpenAPI 3.0 document of this name, such as <c>api/v1</c> or <c>apis/GROUP/VERSION</c>, or null.</summary>
    public OpenApiDocument? Find(string groupPath) => _groups.GetValueOrDefault(groupPath)?.Value;

    /// <summary>The index with the documents of other servers among those of this one.</summary>
    public OpenApiDocument IndexWith(IEnumerable<(string Name, string Address)> others) => new(JsonSerializer.SerializeToUtf8Bytes(new
    {
        paths = _groups.Select(static g => (Name: g.Key, Address: $"{OpenApiHandler.Groups}{g.Key}?hash={g.Value.Value.Hash}")).Concat(others)
            .OrderBy(static d => d.Name, StringComparer.Ordinal).ToDictionary(static d => d.Name, static d => new { serverRelativeURL = d.Address }),
    }), "application/json");

    /// <summary>A Swagger 2.0 document in both its forms; each is made when it is first asked for.</summary>
    public sealed class Swaggers(Lazy<OpenApiDocument> json)
    {
        private readonly Lazy<OpenApiDocument> _protobuf = new(() => new OpenApiDocument(SwaggerProtobuf.Encode(json.Value.Body), SwaggerProtobuf.ContentType));

        public OpenApiDocument Json => json.Value;

        public OpenApiDocument Protobuf => _protobuf.Value;
    }
}
