using System.Text.Json;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Json;

namespace Orleans.Kube.Model.Validation;

/// <summary>
/// The rules of structural schemas: every value has a type, and what only checks values (allOf, anyOf, oneOf, not) describes none
/// (k8s.io/apiextensions-apiserver/pkg/apiserver/schema/validation.go).
/// </summary>
internal static class StructuralSchemaValidation
{
    private static readonly string[] Types = ["array", "boolean", "integer", "number", "object", "string"];

    public static void Validate(JSONSchemaProps root, string path, FieldErrors errors)
    {
        if (root.Type != "object")
            Invalid(errors, $"{path}.type", root.Type, root.Type.Length == 0 ? null : "must be object at the root", "must not be empty at the root");
        if (root.Nullable) errors.Add(FieldError.Forbidden($"{path}.nullable", "nullable cannot be true at the root"));
        Value(root, path, errors, isRoot: true);
    }

    private static void Value(JSONSchemaProps schema, string path, FieldErrors errors, bool isRoot = false)
    {
        if (schema.Ref is not null) errors.Add(FieldError.Forbidden($"{path}.$ref", "$ref is not supported"));
        if (schema.UniqueItems) errors.Add(FieldError.Forbidden($"{path}.uniqueItems", "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"));
        if (schema.Definitions.Count > 0) errors.Add(FieldError.Forbidden($"{path}.definitions", "definitions is not supported"));
        if (schema.Dependencies is not null) errors.Add(FieldError.Forbidden($"{path}.dependencies", "dependencies is not supported"));
        if (schema.PatternProperties.Count > 0) errors.Add(FieldError.Forbidden($"{path}.patternProperties", "patternProperties is not supported"));
        if (schema.XPreserveUnknownFields == false) errors.Add(FieldError.Invalid($"{path}.x-kubernetes-preserve-unknown-fields", false, "must be true or undefined"));
        Type(schema, path, errors, isRoot);
        Properties(schema, path, errors, isRoot);
        Lists(schema, path, errors);
        if (schema.XMapType is not (null or "granular" or "atomic")) errors.Add(FieldError.NotSupported($"{path}.x-kubernetes-map-type", schema.XMapType, ["atomic", "granular"]));
        Pattern(schema, path, errors);
        Checks(schema, path, errors);
        if (schema.Default is { } @default && !isRoot) Default(schema, @default, path, errors);
    }

    private static void Type(JSONSchemaProps schema, string path, FieldErrors errors, bool isRoot)
    {
        if (schema.XIntOrString)
        {
            if (schema.Type.Length > 0) errors.Add(FieldError.Invalid($"{path}.type", schema.Type, "must be empty if x-kubernetes-int-or-string is true"));
            return;
        }

        if (schema.Type.Length == 0 && !isRoot && schema.XPreserveUnknownFields != true) errors.Add(FieldError.Required($"{path}.type", "must not be empty for specified object fields"));
        else if (schema.Type.Length > 0 && !Types.Contains(schema.Type)) errors.Add(FieldError.NotSupported($"{path}.type", schema.Type, Types));
        if (schema.XEmbeddedResource && schema.Type != "object") errors.Add(FieldError.Invalid($"{path}.type", schema.Type, "must be object if x-kubernetes-embedded-resource is true"));
        if (schema.XEmbeddedResource && schema.XPreserveUnknownFields != true && schema.Properties.Count == 0)
            errors.Add(FieldError.Required($"{path}.properties", "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields"));
    }

    private static void Properties(JSONSchemaProps schema, string path, FieldErrors errors, bool isRoot)
    {
        foreach (var (name, property) in schema.Properties)
        {
            if (isRoot && name == "metadata") Metadata(property, $"{path}.properties[metadata]", errors);
            else Value(property, $"{path}.properties[{name}]", errors);
        }

        if (schema.AdditionalProperties is not { } more) return;
        if (schema.Properties.Count > 0 && more.ValueKind == JsonValueKind.Object) errors.Add(FieldError.Forbidden($"{path}.additionalProperties", "additionalProperties and properties are mutual exclusive"));
        else if (isRoot) errors.Add(FieldError.Forbidden($"{path}.additionalProperties", "must not be used at the root"));
        else if (more.ValueKind == JsonValueKind.False) errors.Add(FieldError.Forbidden($"{path}.additionalProperties", "additionalProperties cannot be set to false"));
        if (more.ValueKind != JsonValueKind.Object) return;
        try
        {
            Value(more.Deserialize<JSONSchemaProps>(KubeJson.Options)!, $"{path}.additionalProperties", errors);
        }
        catch (JsonException)
        {
            errors.Add(FieldError.Invalid($"{path}.additionalProperties", more, "must be a schema or a boolean"));
        }
    }

    /// <summary>Only the name can be restricted: the rest of metadata is the server's.</summary>
    private static void Metadata(JSONSchemaProps schema, string path, FieldErrors errors)
    {
        if (schema.Type is not ("object" or "")) errors.Add(FieldError.Invalid($"{path}.type", schema.Type, "must be object"));
        foreach (var name in schema.Properties.Keys)
            if (name is not ("name" or "generateName")) errors.Add(FieldError.Forbidden($"{path}.properties[{name}]", "must not specify anything other than name and generateName, but metadata is implicitly specified"));
    }

    private static void Lists(JSONSchemaProps schema, string path, FieldErrors errors)
    {
        if (schema.Items is { } items) Value(items, $"{path}.items", errors);
        else if (schema.Type == "array") errors.Add(FieldError.Required($"{path}.items", "must be specified"));
        if (schema.XListType is null)
        {
            if (schema.XListMapKeys.Count > 0) errors.Add(FieldError.Required($"{path}.x-kubernetes-list-type", "must be map if x-kubernetes-list-map-keys is non-empty"));
            return;
        }

        if (schema.Type != "array") errors.Add(FieldError.Invalid($"{path}.type", schema.Type, "must be array if x-kubernetes-list-type is specified"));
        if (schema.XListType is not ("atomic" or "set" or "map")) errors.Add(FieldError.NotSupported($"{path}.x-kubernetes-list-type", schema.XListType, ["atomic", "map", "set"]));
        if (schema.XListType != "map") return;
        if (schema.XListMapKeys.Count == 0) errors.Add(FieldError.Required($"{path}.x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map"));
        foreach (var (key, index) in schema.XListMapKeys.Select(static (k, i) => (k, i)))
        {
            if (schema.Items?.Properties.TryGetValue(key, out var property) != true) errors.Add(FieldError.Invalid($"{path}.x-kubernetes-list-map-keys[{index}]", key, "entries have to be the name of a property of items"));
            else if (!schema.Items!.Required.Contains(key) && property!.Default is null) errors.Add(FieldError.Required($"{path}.items.properties[{key}].default", "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property"));
        }
    }

    private static void Pattern(JSONSchemaProps schema, string path, FieldErrors errors)
    {
        try
        {
            GoPattern.Compile(schema.Pattern);
        }
        catch (FormatException failure)
        {
            errors.Add(FieldError.Invalid($"{path}.pattern", schema.Pattern, $"must be a valid regular expression, but isn't: {failure.Message}"));
        }
    }

    /// <summary>Inside allOf, anyOf, oneOf and not, nothing may be described that is not described outside.</summary>
    private static void Checks(JSONSchemaProps schema, string path, FieldErrors errors)
    {
        foreach (var (name, parts) in new[] { ("allOf", schema.AllOf), ("anyOf", schema.AnyOf), ("oneOf", schema.OneOf) })
            for (var i = 0; i < parts.Count; i++) Check(parts[i], schema, $"{path}.{name}[{i}]", errors);
        if (schema.Not is { } not) Check(not, schema, $"{path}.not", errors);
    }

    private static void Check(JSONSchemaProps check, JSONSchemaProps? outside, string path, FieldErrors errors)
    {
        if (check.Type.Length > 0 && outside?.XIntOrString != true) errors.Add(FieldError.Forbidden($"{path}.type", "must be empty to be structural"));
        if (check.Default is not null) errors.Add(FieldError.Forbidden($"{path}.default", "must be undefined to be structural"));
        if (check.Description.Length > 0) errors.Add(FieldError.Forbidden($"{path}.description", "must be empty to be structural"));
        if (check.Nullable) errors.Add(FieldError.Forbidden($"{path}.nullable", "must be false to be structural"));
        if (check.XPreserveUnknownFields == true) errors.Add(FieldError.Forbidden($"{path}.x-kubernetes-preserve-unknown-fields", "must be false to be structural"));
        if (check.AdditionalProperties is not null) errors.Add(FieldError.Forbidden($"{path}.additionalProperties", "must be undefined to be structural"));
        foreach (var (name, property) in check.Properties)
        {
            var described = outside?.Properties.GetValueOrDefault(name);
            if (described is null && outside is { AdditionalProperties: null, XPreserveUnknownFields: not true })
                errors.Add(FieldError.Required($"{Outer(path)}.properties[{name}]", $"because it is defined in {path}.properties[{name}]"));
            Check(property, described, $"{path}.properties[{name}]", errors);
        }

        if (check.Items is { } items) Check(items, outside?.Items, $"{path}.items", errors);
    }

    private static void Default(JSONSchemaProps schema, JsonElement @default, string path, FieldErrors errors)
    {
        if (@default.ValueKind == JsonValueKind.Null && !schema.Nullable)
        {
            errors.Add(FieldError.Invalid($"{path}.default", null, "must not be null"));
            return;
        }

        var compiled = new JsonSchema(schema);
        if (CustomObject.TreeOf(@default) is System.Text.Json.Nodes.JsonObject tree && SchemaPruning.Prune(tree, compiled).Count > 0)
            errors.Add(FieldError.Invalid($"{path}.default", @default, "must not have unknown fields"));
        foreach (var error in SchemaValidation.Of(@default, compiled)) errors.Add(error with { Field = error.Field.Length == 0 ? $"{path}.default" : $"{path}.default.{error.Field}" });
    }

    private static string Outer(string path)
    {
        var at = path.LastIndexOf(".allOf[", StringComparison.Ordinal);
        foreach (var name in (ReadOnlySpan<string>)[".anyOf[", ".oneOf[", ".not"]) at = Math.Max(at, path.LastIndexOf(name, StringComparison.Ordinal));
        return at < 0 ? path : path[..at];
    }

    private static void Invalid(FieldErrors errors, string path, string value, string? detail, string missing) =>
        errors.Add(detail is null ? FieldError.Required(path, missing) : FieldError.Invalid(path, value, detail));
}
