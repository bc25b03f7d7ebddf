using System.Buffers;
using System.Text.Json;
using Orleans.Kube.Model.Definitions;

namespace Orleans.Kube.Silo.OpenApi;

/// <summary>Writes whole documents about the resources of a registry.</summary>
internal sealed class OpenApiGenerator(ResourceRegistry registry, string serverVersion)
{
    /// <summary>The OpenAPI 3.0 documents by name: those of each version, of each group, and of what belongs to none.</summary>
    public IReadOnlyDictionary<string, Func<OpenApiDocument>> Documents => Parts().ToDictionary(
        static part => part.Name, part => new Func<OpenApiDocument>(() => Document(part.Paths, OpenApiVersion.V3)), StringComparer.Ordinal);

    private IReadOnlyList<(string Group, string Version)> Versions => [.. registry.All.Select(static d => (d.Group, d.Version)).Distinct()];

    /// <summary>The Swagger 2.0 document of everything.</summary>
    public OpenApiDocument All() => Document(schemas => Parts().SelectMany(part => part.Paths(schemas)), OpenApiVersion.V2);

    private IEnumerable<(string Name, Func<SchemaSet, IEnumerable<ApiPath>> Paths)> Parts()
    {
        foreach (var (name, path) in DiscoveryPaths.Documents) yield return (name, schemas => [path(schemas)]);
        foreach (var group in registry.All.Where(static d => d is not CustomObjectDefinition && d.Group.Length > 0).Select(static d => d.Group).Distinct())
            yield return ($"apis/{group}", schemas => [DiscoveryPaths.Group(GroupNames.Of(group), group, schemas)]);
        foreach (var version in registry.All.GroupBy(static d => (d.Group, d.Version)))
        {
            var (group, name) = version.Key;
            yield return (group.Length == 0 ? $"api/{name}" : $"apis/{group}/{name}", schemas => new ApiCatalog(group, name, schemas).Paths([.. version]));
        }
    }

    private OpenApiDocument Document(Func<SchemaSet, IEnumerable<ApiPath>> paths, OpenApiVersion dialect)
    {
        var buffer = new ArrayBufferWriter<byte>(256 * 1024);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            var schemas = new SchemaSet();
            var writer = new PathWriter(json, dialect, schemas);
            json.WriteStartObject();
            WriteHead(json, dialect);
            json.WriteStartObject("paths"u8);
            foreach (var path in paths(schemas).OrderBy(static p => p.Template, StringComparer.Ordinal)) writer.Write(path);
            json.WriteEndObject();
            writer.WriteShared();
            WriteSchemas(json, schemas, dialect);
            json.WriteEndObject();
        }

        return new OpenApiDocument(buffer.WrittenSpan.ToArray(), "application/json");
    }

    private void WriteSchemas(Utf8JsonWriter json, SchemaSet schemas, OpenApiVersion dialect)
    {
        if (dialect == OpenApiVersion.V3) json.WriteStartObject("components"u8);
        json.WriteStartObject(dialect == OpenApiVersion.V2 ? "definitions"u8 : "schemas"u8);
        new SchemaWriter(json, dialect, schemas).WriteAll(Versions);
        json.WriteEndObject();
        json.WriteStartObject(dialect == OpenApiVersion.V2 ? "securityDefinitions"u8 : "securitySchemes"u8);
        json.WriteStartObject("BearerToken"u8);
        json.WriteString("description"u8, "Bearer Token authentication"u8);
        json.WriteString("in"u8, "header"u8);
        json.WriteString("name"u8, "authorization"u8);
        json.WriteString("type"u8, "apiKey"u8);
        json.WriteEndObject();
        json.WriteEndObject();
        if (dialect == OpenApiVersion.V3)
        {
            json.WriteEndObject();
            return;
        }

        json.WriteStartArray("security"u8);
        json.WriteStartObject();
        json.WriteStartArray("BearerToken"u8);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteHead(Utf8JsonWriter json, OpenApiVersion dialect)
    {
        if (dialect == OpenApiVersion.V2) json.WriteString("swagger"u8, "2.0"u8);
        else json.WriteString("openapi"u8, "3.0.0"u8);
        json.WriteStartObject("info"u8);
        json.WriteString("title"u8, "Kubernetes"u8);
        json.WriteString("version"u8, serverVersion);
        json.WriteEndObject();
    }
}
