using Orleans.Kube.Model.ApiExtensions;

namespace Orleans.Kube.Model.Validation;

/// <summary>
/// The rules of structural schemas: every value has a type, and what only checks values (allOf, anyOf, oneOf, not) describes none
/// (k8s.io/apiextensions-apiserver/pkg/apiserver/schema/validation.go and complete.go).
/// </summary>
internal static class StructuralSchemaValidation
{
    private const string OnlyNames = "must not specify anything other than name and generateName, but metadata is implicitly specified";

    private enum Level
    {
        Root,
        Item,
        Field,
    }

    public static void Validate(JSONSchemaProps root, string path, FieldErrors errors)
    {
        var found = new FieldErrors();
        Invariants(root, Level.Root, path, found);
        Completeness(root, root, path, path, found);
        errors.AddRange(found.OrderBy(static e => e.ToString(), StringComparer.Ordinal));
    }

    /// <summary>A part of JSON schema, anywhere in the schema, that a structural one cannot have: what is said of it. Null if there is none.</summary>
    public static string? Unsupported(JSONSchemaProps schema)
    {
        var name = schema switch
        {
            { Id.Length: > 0 } => "id",
            { Schema.Length: > 0 } => "schema",
            { Ref.Length: > 0 } => "$ref",
            { PatternProperties.Count: > 0 } => "patternProperties",
            { Dependencies: not null } => "dependencies",
            { AdditionalItems: not null } => "additionalItems",
            { Definitions.Count: > 0 } => "definitions",
            _ => null,
        };
        if (name is not null) return $"OpenAPIV3Schema '{name}' is not supported";
        if (schema.XPreserveUnknownFields == false) return "internal error: 'x-kubernetes-preserve-unknown-fields' must be true or undefined";
        return schema.Parts().Select(Unsupported).FirstOrDefault(static problem => problem is not null);
    }

    private static void Invariants(JSONSchemaProps schema, Level level, string path, FieldErrors errors)
    {
        if (schema is { Type: "array", Items: null }) errors.Add(FieldError.Required($"{path}.items", "must be specified"));
        if (schema.Items is { } items) Invariants(items, Level.Item, $"{path}.items", errors);
        foreach (var (name, property) in schema.Properties) Invariants(property, Level.Field, $"{path}.properties[{name}]", errors);
        if (schema.AdditionalProperties is not null && level == Level.Root) errors.Add(FieldError.Forbidden($"{path}.additionalProperties", "must not be used at the root"));
        if (schema.AdditionalSchema() is { } more) Invariants(more, Level.Field, $"{path}.additionalProperties", errors);
        Extensions(schema, path, errors);
        Checks(schema, path, errors, skipsAnyOf: IsIntOrString(schema.AnyOf), skipsFirstAllOf: schema.AllOf.Count > 0 && IsIntOrString(schema.AllOf[0].AnyOf));
        Type(schema, level, path, errors);
        TypeMeta(schema, level, path, errors);
        if (schema.XEmbeddedResource && schema.XPreserveUnknownFields != true && schema.Properties.Count == 0)
            errors.Add(FieldError.Required($"{path}.properties", "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields"));
    }

    private static void Extensions(JSONSchemaProps schema, string path, FieldErrors errors)
    {
        if (!schema.XIntOrString) return;
        if (schema.XPreserveUnknownFields == true) errors.Add(FieldError.Invalid($"{path}.x-kubernetes-preserve-unknown-fields", true, "must be false if x-kubernetes-int-or-string is true"));
        if (schema.XEmbeddedResource) errors.Add(FieldError.Invalid($"{path}.x-kubernetes-embedded-resource", true, "must be false if x-kubernetes-int-or-string is true"));
    }

    private static void Type(JSONSchemaProps schema, Level level, string path, FieldErrors errors)
    {
        if (schema.XEmbeddedResource && schema.Type != "object") NotOfType(schema, "must be object if x-kubernetes-embedded-resource is true", path, errors);
        else if (schema is { Type.Length: 0, XIntOrString: false, XPreserveUnknownFields: not true })
        {
            errors.Add(FieldError.Required($"{path}.type", level switch
            {
                Level.Root => "must not be empty at the root",
                Level.Item => "must not be empty for specified array items",
                _ => "must not be empty for specified object fields",
            }));
        }

        if (schema.XEmbeddedResource && schema.AdditionalProperties is not null) errors.Add(FieldError.Forbidden($"{path}.additionalProperties", "must not be used if x-kubernetes-embedded-resource is set"));
        if (level == Level.Root && schema.Type is not ("" or "object")) errors.Add(FieldError.Invalid($"{path}.type", schema.Type, "must be object at the root"));
    }

    /// <summary>The schema says nothing of the type that it must have, or names another.</summary>
    internal static void NotOfType(JSONSchemaProps schema, string detail, string path, FieldErrors errors) =>
        errors.Add(schema.Type.Length == 0 ? FieldError.Required($"{path}.type", detail) : FieldError.Invalid($"{path}.type", schema.Type, detail));

    /// <summary>Objects of the API have a kind, a version, and metadata of which only the name can be restricted.</summary>
    private static void TypeMeta(JSONSchemaProps schema, Level level, string path, FieldErrors errors)
    {
        if (level != Level.Root && !schema.XEmbeddedResource) return;
        foreach (var name in (ReadOnlySpan<string>)["kind", "apiVersion"])
            if (schema.Properties.TryGetValue(name, out var text) && text.Type != "string") errors.Add(FieldError.Invalid($"{path}.properties[{name}].type", text.Type, "must be string"));
        if (!schema.Properties.TryGetValue("metadata", out var metadata)) return;
        if (metadata.Type != "object") errors.Add(FieldError.Invalid($"{path}.properties[metadata].type", metadata.Type, "must be object"));
        if (level == Level.Root && !RestrictsOnlyNames(metadata)) errors.Add(FieldError.Forbidden($"{path}.properties[metadata]", OnlyNames));
    }

    private static bool RestrictsOnlyNames(JSONSchemaProps metadata)
    {
        var properties = metadata.Properties.Keys.All(static name => name is "name" or "generateName") ? EmptyMap<JSONSchemaProps>.Value : metadata.Properties;
        return Structural.Equal(metadata with { Type = "", Default = null, Properties = properties, ExternalDocs = null, Example = null }, new JSONSchemaProps());
    }

    /// <summary>The pattern by which a value is an integer or a string may name types, alone among all that only checks.</summary>
    private static bool IsIntOrString(IReadOnlyList<JSONSchemaProps> anyOf) =>
        anyOf.Count == 2 && Structural.Equal(anyOf[0], new JSONSchemaProps { Type = "integer" }) && Structural.Equal(anyOf[1], new JSONSchemaProps { Type = "string" });

    private static void Checks(JSONSchemaProps schema, string path, FieldErrors errors, bool skipsAnyOf = false, bool skipsFirstAllOf = false)
    {
        if (!skipsAnyOf)
            for (var i = 0; i < schema.AnyOf.Count; i++) Check(schema.AnyOf[i], $"{path}.anyOf[{i}]", errors);
        for (var i = 0; i < schema.AllOf.Count; i++) Check(schema.AllOf[i], $"{path}.allOf[{i}]", errors, skipsAnyOf: skipsFirstAllOf && i == 0);
        for (var i = 0; i < schema.OneOf.Count; i++) Check(schema.OneOf[i], $"{path}.oneOf[{i}]", errors);
        if (schema.Not is { } not) Check(not, $"{path}.not", errors);
        try
        {
            GoPattern.Compile(schema.Pattern);
        }
        catch (FormatException failure)
        {
            errors.Add(FieldError.Invalid($"{path}.pattern", schema.Pattern, $"must be a valid regular expression, but isn't: {failure.Message}"));
        }
    }

    private static void Check(JSONSchemaProps check, string path, FieldErrors errors, bool skipsAnyOf = false)
    {
        Checks(check, path, errors, skipsAnyOf);
        if (check.Items is { } items) Check(items, $"{path}.items", errors);
        foreach (var (name, property) in check.Properties) Check(property, $"{path}.properties[{name}]", errors);
        void Refuse(bool isSet, string field, string detail)
        {
            if (isSet) errors.Add(FieldError.Forbidden($"{path}.{field}", $"must be {detail} to be structural"));
        }

        Refuse(check.Type.Length > 0, "type", "empty");
        Refuse(check.AdditionalProperties is { ValueKind: not System.Text.Json.JsonValueKind.False }, "additionalProperties", "undefined");
        Refuse(check.Default is not null, "default", "undefined");
        Refuse(check.Title.Length > 0, "title", "empty");
        Refuse(check.Description.Length > 0, "description", "empty");
        Refuse(check.Nullable, "nullable", "false");
        Refuse(check.XPreserveUnknownFields == true, "x-kubernetes-preserve-unknown-fields", "false");
        Refuse(check.XEmbeddedResource, "x-kubernetes-embedded-resource", "false");
        Refuse(check.XIntOrString, "x-kubernetes-int-or-string", "false");
        Refuse(check.XListMapKeys.Count > 0, "x-kubernetes-list-map-keys", "empty");
        Refuse(check.XListType is not null, "x-kubernetes-list-type", "undefined");
        Refuse(check.XMapType is not null, "x-kubernetes-map-type", "undefined");
        Refuse(check.XValidations.Count > 0, "x-kubernetes-validations", "empty");
        if (check.Properties.ContainsKey("metadata")) errors.Add(FieldError.Forbidden($"{path}.properties[metadata]", "must not be specified in a nested context"));
    }

    /// <summary>What the checks of whole objects name must be described outside of them.</summary>
    private static void Completeness(JSONSchemaProps check, JSONSchemaProps outside, string outer, string path, FieldErrors errors)
    {
        if (check.Not is { } not) Described(not, outside, outer, $"{path}.not", errors);
        for (var i = 0; i < check.AllOf.Count; i++) Described(check.AllOf[i], outside, outer, $"{path}.allOf[{i}]", errors);
        for (var i = 0; i < check.AnyOf.Count; i++) Described(check.AnyOf[i], outside, outer, $"{path}.anyOf[{i}]", errors);
        for (var i = 0; i < check.OneOf.Count; i++) Described(check.OneOf[i], outside, outer, $"{path}.oneOf[{i}]", errors);
    }

    private static void Described(JSONSchemaProps check, JSONSchemaProps? outside, string outer, string path, FieldErrors errors)
    {
        if (outside is null)
        {
            errors.Add(FieldError.Required(outer, $"because it is defined in {path}"));
            return;
        }

        Completeness(check, outside, outer, path, errors);
        if (check.Items is { } items) Described(items, outside.Items, $"{outer}.items", $"{path}.items", errors);
        foreach (var (name, property) in check.Properties)
            Described(property, outside.Properties.GetValueOrDefault(name), $"{outer}.properties[{name}]", $"{path}.properties[{name}]", errors);
    }
}
