using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Kube.Model.ApiExtensions;

namespace Orleans.Kube.Model.Validation;

/// <summary>Defaults are values of the schema that they stand in, without fields that it does not know (k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting).</summary>
internal static class SchemaDefaultValidation
{
    public static void Validate(JSONSchemaProps root, string path, FieldErrors errors) => Check(root with { XEmbeddedResource = true }, path, errors);

    /// <summary>What maps hold is not looked at: defaults cannot be there.</summary>
    private static void Check(JSONSchemaProps schema, string path, FieldErrors errors)
    {
        if (schema.Default is { } @default) Default(schema, @default, $"{path}.default", errors);
        if (schema.Items is { } items) Check(items, $"{path}.items", errors);
        foreach (var (name, property) in schema.Properties) Check(property, $"{path}.properties[{name}]", errors);
    }

    private static void Default(JSONSchemaProps schema, JsonElement @default, string path, FieldErrors errors)
    {
        var compiled = new JsonSchema(schema);
        if (CustomObject.TreeOf(@default) is JsonObject tree && SchemaPruning.Prune(tree, compiled).Count > 0) errors.Add(FieldError.Invalid(path, @default, "must not have unknown fields"));
        foreach (var error in SchemaValidation.Of(@default, compiled)) errors.Add(error with { Field = error.Field.Length == 0 ? path : $"{path}.{error.Field}" });
    }
}
