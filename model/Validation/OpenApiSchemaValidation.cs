using System.Text.Json;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Validation;

/// <summary>
/// What any part of a definition's schema must be, whether it describes values or only checks them (k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation).
/// </summary>
internal static class OpenApiSchemaValidation
{
    private const string Key = "this property is in x-kubernetes-list-map-keys, so it ";

    private static readonly string[] Types = ["array", "boolean", "integer", "number", "object", "string"];
    private static readonly string[] Reasons = [FieldValueErrorReason.Duplicate, FieldValueErrorReason.Forbidden, FieldValueErrorReason.Invalid, FieldValueErrorReason.Required];

    public static void Validate(JSONSchemaProps root, string path, FieldErrors errors) => Check(root, new Place(path, IsRoot: true, NoDefault: null, IsInMeta: false), errors);

    private static void Check(JSONSchemaProps schema, Place place, FieldErrors errors)
    {
        var path = place.Path;
        Supported(schema, place, errors);
        foreach (var (name, bound) in new[] { ("maximum", schema.Maximum), ("minimum", schema.Minimum), ("multipleOf", schema.MultipleOf) })
            if (bound is { ValueKind: not JsonValueKind.Number } other) errors.Add(FieldError.Invalid($"{path}.{name}", other, "must be a number"));
        if (schema.UniqueItems) errors.Add(FieldError.Forbidden($"{path}.uniqueItems", "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"));
        More(schema, place, errors);
        foreach (var (name, property) in schema.Properties) Check(property, place.Property(schema, name), errors);
        if (schema.Not is { } not) Check(not, place.Below("not"), errors);
        foreach (var (name, parts) in new[] { ("allOf", schema.AllOf), ("oneOf", schema.OneOf), ("anyOf", schema.AnyOf) })
            for (var i = 0; i < parts.Count; i++) Check(parts[i], place.Below($"{name}[{i}]"), errors);
        foreach (var (name, definition) in schema.Definitions) Check(definition, place.Below($"definitions[{name}]"), errors);
        if (schema.Items is { } items) Check(items, place.Below("items"), errors);
        if (schema.XPreserveUnknownFields == false) errors.Add(FieldError.Invalid($"{path}.x-kubernetes-preserve-unknown-fields", false, "must be true or undefined"));
        Maps(schema, path, errors);
        Lists(schema, path, errors);
        for (var i = 0; i < schema.XValidations.Count; i++) Rule(schema.XValidations[i], schema, $"{path}.x-kubernetes-validations[{i}]", errors);
    }

    private static void Supported(JSONSchemaProps schema, Place place, FieldErrors errors)
    {
        if (schema.Type.Length > 0 && !Types.Contains(schema.Type)) errors.Add(FieldError.NotSupported($"{place.Path}.type", schema.Type, Types));
        if (schema.Default is not null && place.NoDefault is { } reason) errors.Add(FieldError.Forbidden($"{place.Path}.default", $"must not be set {reason}"));
        void Refuse(bool isSet, string field)
        {
            if (isSet) errors.Add(FieldError.Forbidden($"{place.Path}.{field}", $"{field} is not supported"));
        }

        Refuse(schema.Id.Length > 0, "id");
        Refuse(schema.AdditionalItems is not null, "additionalItems");
        Refuse(schema.PatternProperties.Count > 0, "patternProperties");
        Refuse(schema.Definitions.Count > 0, "definitions");
        Refuse(schema.Dependencies is not null, "dependencies");
        Refuse(schema.Ref is not null, "$ref");
        if (schema.Type == "null") errors.Add(FieldError.Forbidden($"{place.Path}.type", "type cannot be set to null, use nullable as an alternative"));
        if (place.IsInMeta && schema.XEmbeddedResource) errors.Add(FieldError.Forbidden($"{place.Path}.x-kubernetes-embedded-resource", "must not be used inside of resource meta"));
    }

    private static void More(JSONSchemaProps schema, Place place, FieldErrors errors)
    {
        if (schema.AdditionalProperties is not { } more) return;
        if (schema.Properties.Count > 0 && more.ValueKind != JsonValueKind.True)
            errors.Add(FieldError.Forbidden($"{place.Path}.additionalProperties", "additionalProperties and properties are mutual exclusive"));
        if (schema.AdditionalSchema() is { } inner)
            Check(inner, place.Below("additionalProperties") with { NoDefault = place.IsInMeta ? "inside additionalProperties applying to object metadata" : place.NoDefault }, errors);
        else if (more.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) errors.Add(FieldError.Invalid($"{place.Path}.additionalProperties", more, "must be a schema or a boolean"));
    }

    private static void Maps(JSONSchemaProps schema, string path, FieldErrors errors)
    {
        if (schema.XMapType is null) return;
        if (schema.Type != "object") StructuralSchemaValidation.NotOfType(schema, "must be object if x-kubernetes-map-type is specified", path, errors);
        if (schema.XMapType is not ("atomic" or "granular")) errors.Add(FieldError.NotSupported($"{path}.x-kubernetes-map-type", schema.XMapType, ["atomic", "granular"]));
    }

    private static void Lists(JSONSchemaProps schema, string path, FieldErrors errors)
    {
        if (schema.XListType is not null && schema.Type != "array") StructuralSchemaValidation.NotOfType(schema, "must be array if x-kubernetes-list-type is specified", path, errors);
        else if (schema is { XListType: "set", Items: { } item }) Atomic(item, $"{path}.items", errors);
        if (schema.XListType is not (null or "atomic" or "set" or "map")) errors.Add(FieldError.NotSupported($"{path}.x-kubernetes-list-type", schema.XListType, ["atomic", "set", "map"]));
        if (schema.XListMapKeys.Count > 0 && schema.XListType != "map")
        {
            const string OnlyMaps = "must be map if x-kubernetes-list-map-keys is non-empty";
            errors.Add(schema.XListType is { } other ? FieldError.Invalid($"{path}.x-kubernetes-list-type", other, OnlyMaps) : FieldError.Required($"{path}.x-kubernetes-list-type", OnlyMaps));
        }

        if (schema.XListType == "map") Keys(schema, path, errors);
        if (schema is { XListType: "set" or "map", Items.Nullable: true }) errors.Add(FieldError.Forbidden($"{path}.items.nullable", $"cannot be nullable when x-kubernetes-list-type is {schema.XListType}"));
        if (schema is { XListType: "map", Items: { } items }) KeysAreSet(schema.XListMapKeys, items, $"{path}.items", errors);
    }

    /// <summary>The items of a set are compared as wholes.</summary>
    private static void Atomic(JSONSchemaProps item, string path, FieldErrors errors)
    {
        var field = item switch
        {
            { Type: "array", XListType: not (null or "atomic") } => "x-kubernetes-list-type",
            { Type: "object", XMapType: not "atomic" } => "x-kubernetes-map-type",
            _ => null,
        };
        if (field is not null) errors.Add(FieldError.Invalid($"{path}.{field}", item.XListType, "must be atomic as item of a list with x-kubernetes-list-type=set"));
    }

    private static void Keys(JSONSchemaProps schema, string path, FieldErrors errors)
    {
        if (schema.XListMapKeys.Count == 0) errors.Add(FieldError.Required($"{path}.x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map"));
        if (schema.Items is not { } items)
        {
            errors.Add(FieldError.Required($"{path}.items", "must have a schema if x-kubernetes-list-type is map"));
            return;
        }

        if (items.Type != "object")
        {
            errors.Add(FieldError.Invalid($"{path}.items.type", items.Type, "must be object if parent array's x-kubernetes-list-type is map"));
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in schema.XListMapKeys)
        {
            if (!items.Properties.TryGetValue(key, out var property)) errors.Add(FieldError.Invalid($"{path}.x-kubernetes-list-map-keys", schema.XListMapKeys, "entries must all be names of item properties"));
            else if (property.Type is "array" or "object") errors.Add(FieldError.Invalid($"{path}.items.properties[{key}].type", items.Type, "must be a scalar type if parent array's x-kubernetes-list-type is map"));
            if (!seen.Add(key)) errors.Add(FieldError.Invalid($"{path}.x-kubernetes-list-map-keys", schema.XListMapKeys, "must not contain duplicate entries"));
        }
    }

    private static void KeysAreSet(IReadOnlyList<string> keys, JSONSchemaProps items, string path, FieldErrors errors)
    {
        foreach (var key in keys)
        {
            if (!items.Properties.TryGetValue(key, out var property)) continue;
            if (property.Default is null && !items.Required.Contains(key)) errors.Add(FieldError.Required($"{path}.properties[{key}].default", $"{Key}must have a default or be a required property"));
            if (property.Nullable) errors.Add(FieldError.Forbidden($"{path}.properties[{key}].nullable", $"{Key}cannot be nullable"));
        }
    }

    /// <summary>What a rule is made of, but for its expressions.</summary>
    private static void Rule(ValidationRule rule, JSONSchemaProps schema, string path, FieldErrors errors)
    {
        var (text, message) = (rule.Rule.Trim(), rule.Message.Trim());
        if (text.Length == 0) errors.Add(FieldError.Required($"{path}.rule", "rule is not specified"));
        else if (rule.Message.Length > 0 && message.Length == 0) errors.Add(FieldError.Invalid($"{path}.message", rule.Message, "message must be non-empty if specified"));
        else if (HasLineBreak(message)) errors.Add(FieldError.Invalid($"{path}.message", rule.Message, "message must not contain line breaks"));
        else if (HasLineBreak(text) && message.Length == 0) errors.Add(FieldError.Required($"{path}.message", "message must be specified if rule contains line breaks"));
        if (rule.MessageExpression.Length > 0 && string.IsNullOrWhiteSpace(rule.MessageExpression)) errors.Add(FieldError.Required($"{path}.messageExpression", "messageExpression must be non-empty if specified"));
        if (rule.Reason is { } reason && !Reasons.Contains(reason)) errors.Add(FieldError.NotSupported($"{path}.reason", reason, Reasons));
        if (rule.FieldPath.Length == 0) return;
        if (string.IsNullOrWhiteSpace(rule.FieldPath)) errors.Add(FieldError.Invalid($"{path}.fieldPath", rule.FieldPath, "fieldPath must be non-empty if specified"));
        if (HasLineBreak(rule.FieldPath)) errors.Add(FieldError.Invalid($"{path}.fieldPath", rule.FieldPath, "fieldPath must not contain line breaks"));
        if (!SchemaRulePaths.Exists(schema, rule.FieldPath)) errors.Add(FieldError.Invalid($"{path}.fieldPath", rule.FieldPath, "fieldPath must be a valid path"));
    }

    private static bool HasLineBreak(string text) => text.AsSpan().IndexOfAny('\n', '\r') >= 0;

    /// <summary>Where a part of the schema stands.</summary>
    /// <param name="Path">The field.</param>
    /// <param name="IsRoot">Whether it is that of whole objects.</param>
    /// <param name="NoDefault">Where it is that defaults cannot be; null if they can.</param>
    /// <param name="IsInMeta">Whether it is of what all objects of the API have: apiVersion, kind, metadata.</param>
    private sealed record Place(string Path, bool IsRoot, string? NoDefault, bool IsInMeta)
    {
        public Place Below(string name) => this with { Path = $"{Path}.{name}", IsRoot = false };

        public Place Property(JSONSchemaProps schema, string name)
        {
            var below = Below($"properties[{name}]");
            if (!(IsRoot || schema.XEmbeddedResource) || name is not ("metadata" or "kind" or "apiVersion")) return below;
            return below with { IsInMeta = true, NoDefault = IsRoot ? $"in top-level {name}" : NoDefault };
        }
    }
}
