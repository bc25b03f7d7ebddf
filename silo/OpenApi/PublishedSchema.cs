using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Json;

namespace Orleans.Kube.Silo.OpenApi;

/// <summary>
/// The schema of a custom resource in the form in which it is published. Swagger 2.0 is for kubectl's own validation, and leaves out what that does not
/// understand (k8s.io/apiextensions-apiserver/pkg/controller/openapi).
/// </summary>
internal static class PublishedSchema
{
    private const string Preserves = "x-kubernetes-preserve-unknown-fields";

    /// <summary>The schema as a tree of its own; with properties where those of all objects belong beside them.</summary>
    public static JsonObject Of(JSONSchemaProps? written, OpenApiVersion dialect)
    {
        if (written is null || (dialect == OpenApiVersion.V2 && written.XPreserveUnknownFields == true)) return new JsonObject { ["type"] = "object" };
        var schema = (JsonObject)JsonSerializer.SerializeToNode(written, KubeJson.Options)!;
        if (dialect == OpenApiVersion.V2) Reduce(schema);
        if (schema["properties"] is null) schema["properties"] = new JsonObject();
        return schema;
    }

    private static void Reduce(JsonObject schema)
    {
        foreach (var name in (ReadOnlySpan<string>)["allOf", "anyOf", "oneOf", "not"]) schema.Remove(name);
        if (IsTrue(schema, Preserves))
        {
            schema.Remove("items");
            schema.Remove("properties");
        }

        if (IsTrue(schema, "nullable"))
            foreach (var name in (ReadOnlySpan<string>)["nullable", "type", "items", "properties", "required"]) schema.Remove(name);
        if (schema["items"] is JsonObject items) Reduce(items);
        if (schema["additionalProperties"] is JsonObject more) Reduce(more);
        if (schema["properties"] is not JsonObject properties) return;
        foreach (var (name, property) in properties)
        {
            if (property is not JsonObject inner) continue;
            if (IsTrue(inner, "nullable") && schema["required"] is JsonArray required && required.FirstOrDefault(r => (string?)r == name) is { } entry) required.Remove(entry);
            Reduce(inner);
        }

        if (schema["required"] is JsonArray { Count: 0 }) schema.Remove("required");
    }

    private static bool IsTrue(JsonObject schema, string name) => schema[name] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;
}
