using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Orleans.Kube.Model.Definitions;

namespace Orleans.Kube.Silo.Discovery;

/// <summary>All groups, versions and resources in one document (apidiscovery.k8s.io/v2), with the ETag by which clients keep it.</summary>
public sealed class AggregatedDiscovery
{
    /// <param name="registry">What is served.</param>
    /// <param name="core">The core group (<c>/api</c>) rather than the named ones (<c>/apis</c>).</param>
    /// <param name="version">v2 or v2beta1.</param>
    public AggregatedDiscovery(ResourceRegistry registry, bool core, string version)
    {
        var groups = registry.All.Where(d => d.Group.Length == 0 == core).GroupBy(static d => d.Group);
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        using (var writer = new Utf8JsonWriter(buffer)) Write(writer, groups, version);
        Body = buffer.WrittenSpan.ToArray();
        ETag = TagOf(Body);
        ContentType = $"application/json;g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList";
    }

    private AggregatedDiscovery(byte[] body, string contentType) => (Body, ETag, ContentType) = (body, TagOf(body), contentType);

    /// <summary>The same document with more in it.</summary>
    public AggregatedDiscovery With(byte[] body) => new(body, ContentType);

    public byte[] Body { get; }

    public string ETag { get; }

    public string ContentType { get; }

    private static string TagOf(byte[] body) => $"\"{Convert.ToHexString(SHA256.HashData(body))}\"";

    private static void Write(Utf8JsonWriter writer, IEnumerable<IGrouping<string, ResourceDefinition>> groups, string version)
    {
        writer.WriteStartObject();
        writer.WriteString("kind"u8, "APIGroupDiscoveryList"u8);
        writer.WriteString("apiVersion"u8, $"apidiscovery.k8s.io/{version}");
        writer.WriteStartObject("metadata"u8);
        writer.WriteEndObject();
        writer.WriteStartArray("items"u8);
        foreach (var group in groups) WriteGroup(writer, group);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteGroup(Utf8JsonWriter writer, IGrouping<string, ResourceDefinition> group)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("metadata"u8);
        if (group.Key.Length > 0) writer.WriteString("name"u8, group.Key);
        writer.WriteNull("creationTimestamp"u8);
        writer.WriteEndObject();
        writer.WriteStartArray("versions"u8);
        foreach (var version in group.GroupBy(static d => d.Version))
        {
            writer.WriteStartObject();
            writer.WriteString("version"u8, version.Key);
            writer.WriteStartArray("resources"u8);
            foreach (var definition in version) WriteResource(writer, definition);
            writer.WriteEndArray();
            writer.WriteString("freshness"u8, "Current"u8);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteResource(Utf8JsonWriter writer, ResourceDefinition definition)
    {
        writer.WriteStartObject();
        writer.WriteString("resource"u8, definition.Plural);
        WriteKind(writer, "", "", definition.Kind);
        writer.WriteString("scope"u8, definition.Namespaced ? "Namespaced"u8 : "Cluster"u8);
        writer.WriteString("singularResource"u8, definition.Singular);
        WriteTexts(writer, "verbs", definition.Verbs);
        if (definition.ShortNames.Count > 0) WriteTexts(writer, "shortNames", definition.ShortNames);
        if (definition.Categories.Count > 0) WriteTexts(writer, "categories", definition.Categories);
        if (definition.Subresources.Count > 0) WriteSubresources(writer, definition);
        writer.WriteEndObject();
    }

    private static void WriteSubresources(Utf8JsonWriter writer, ResourceDefinition definition)
    {
        writer.WriteStartArray("subresources"u8);
        foreach (var subresource in definition.Subresources)
        {
            writer.WriteStartObject();
            writer.WriteString("subresource"u8, subresource.Name);
            WriteKind(writer, subresource.Group, subresource.Version, subresource.Kind);
            WriteTexts(writer, "verbs", subresource.Verbs);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Group and version are named where they are others than those of the list.</summary>
    private static void WriteKind(Utf8JsonWriter writer, string group, string version, string kind)
    {
        writer.WriteStartObject("responseKind"u8);
        writer.WriteString("group"u8, group);
        writer.WriteString("version"u8, version);
        writer.WriteString("kind"u8, kind);
        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
