using System.Buffers;
using System.Text.Json;
using Orleans.Kube.Model.Definitions;

namespace Orleans.Kube.Silo.OpenApi;

/// <summary>Writes whole documents about the resources of a registry.</summary>
internal sealed class OpenApiGenerator(ResourceRegistry registry, string serverVersion)
{
    /// <summary>The groups and versions that are served, in the order of discovery.</summary>
    public IEnumerable<(string Group, string Version)> Versions => registry.All.Select(static d => (d.Group, d.Version)).Distinct();

    /// <summary>The OpenAPI 3.0 document of one group and version.</summary>
    public OpenApiDocument Group(string group, string version) =>
        Document([(group, version)], OpenApiVersion.V3);

    /// <summary>The Swagger 2.0 document of everything.</summary>
    public OpenApiDocument All() => Document(Versions, OpenApiVersion.V2);

    private OpenApiDocument Document(IEnumerable<(string Group, string Version)> versions, OpenApiVersion dialect)
    {
        var buffer = new ArrayBufferWriter<byte>(256 * 1024);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            var schemas = new SchemaSet();
            json.WriteStartObject();
            WriteHead(json, dialect);
            WritePaths(json, versions, schemas, dialect);
            json.WriteStartObject(dialect == OpenApiVersion.V2 ? "definitions"u8 : "components"u8);
            if (dialect == OpenApiVersion.V3) json.WriteStartObject("schemas"u8);
            new SchemaWriter(json, dialect).WriteAll(schemas, [.. Versions]);
            if (dialect == OpenApiVersion.V3) json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return new OpenApiDocument(buffer.WrittenSpan.ToArray(), "application/json");
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

    private void WritePaths(Utf8JsonWriter json, IEnumerable<(string Group, string Version)> versions, SchemaSet schemas, OpenApiVersion dialect)
    {
        var writer = new PathWriter(json, dialect);
        json.WriteStartObject("paths"u8);
        foreach (var (group, version) in versions)
        {
            var catalog = new ApiCatalog(group, version, schemas);
            var definitions = registry.All.Where(d => d.Group == group && d.Version == version);
            foreach (var path in catalog.Paths(definitions).OrderBy(static p => p.Template, StringComparer.Ordinal)) writer.Write(path, catalog.Tag);
        }

        json.WriteEndObject();
    }
}
