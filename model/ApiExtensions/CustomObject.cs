using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.ApiExtensions;

/// <summary>An object of a custom resource: metadata, and whatever its CustomResourceDefinition allows beside it.</summary>
public sealed record CustomObject : KubeObject
{
    /// <summary>The fields beside apiVersion, kind and metadata.</summary>
    public IReadOnlyDictionary<string, JsonElement> Fields => Content ?? EmptyMap<JsonElement>.Value;

    /// <summary>What the serializer fills: null where there are no fields.</summary>
    internal Dictionary<string, JsonElement>? Content { get; set; }

    /// <summary>The object with one field set, or without it where <paramref name="value"/> is null.</summary>
    public CustomObject With(string name, JsonElement? value)
    {
        var fields = new Dictionary<string, JsonElement>(Fields, StringComparer.Ordinal);
        if (value is { } present) fields[name] = present;
        else fields.Remove(name);
        return this with { Content = fields };
    }

    /// <summary>The object with these fields beside its metadata.</summary>
    public CustomObject WithFields(JsonObject fields)
    {
        var content = new Dictionary<string, JsonElement>(fields.Count, StringComparer.Ordinal);
        foreach (var (name, value) in fields) content[name] = JsonSerializer.SerializeToElement(value, KubeJson.Options);
        return this with { Content = content };
    }

    /// <summary>A field, or an undefined element.</summary>
    public JsonElement Field(string name) => Fields.TryGetValue(name, out var value) ? value : default;

    /// <summary>The fields beside metadata as a tree of their own, which may be changed.</summary>
    internal JsonObject ToTree()
    {
        var tree = new JsonObject();
        foreach (var (name, value) in Fields) tree[name] = TreeOf(value);
        return tree;
    }

    internal static JsonNode? TreeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => ObjectOf(value),
        JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select(TreeOf)]),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => JsonValue.Create(value),
    };

    private static JsonObject ObjectOf(JsonElement value)
    {
        var tree = new JsonObject();
        foreach (var property in value.EnumerateObject()) tree[property.Name] = TreeOf(property.Value);
        return tree;
    }
}
