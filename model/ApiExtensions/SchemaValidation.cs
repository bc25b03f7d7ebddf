using System.Globalization;
using System.Text.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.ApiExtensions;

/// <summary>
/// Checks a value against a schema, in the words of k8s.io/kube-openapi. On an update, what has not changed may stay against it (ratcheting), but for
/// doubles in sets and maps and for embedded objects that do not say what they are.
/// </summary>
internal sealed class SchemaValidation
{
    private readonly List<FieldError> _errors = [];
    private bool _isUnchanged;

    private SchemaValidation()
    {
    }

    /// <param name="value">The object as JSON, with its metadata.</param>
    /// <param name="schema">What it should be.</param>
    /// <param name="old">The object as it is stored; null on a creation.</param>
    public static IReadOnlyList<FieldError> Of(JsonElement value, JsonSchema schema, JsonElement? old = null)
    {
        var validation = new SchemaValidation();
        validation.Value(value, schema, "", nested: false, old);
        return validation._errors;
    }

    /// <param name="value">The value.</param>
    /// <param name="schema">What it should be.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="nested">Whether the schema is a part of an allOf, anyOf, oneOf or not, which names no types.</param>
    /// <param name="old">The value that stood here before, as far as that can be told.</param>
    private void Value(JsonElement value, JsonSchema schema, string path, bool nested, JsonElement? old)
    {
        var within = _isUnchanged;
        _isUnchanged = within || (old is { } before && Same(before, value));
        Judge(value, schema, path, nested, old);
        _isUnchanged = within;
    }

    private void Judge(JsonElement value, JsonSchema schema, string path, bool nested, JsonElement? old)
    {
        if (value.ValueKind == JsonValueKind.Null && (schema.AllowsNull || (nested && schema.Source.Type.Length == 0))) return;
        if (!HasType(value, schema))
        {
            Say(FieldError.TypeInvalid(path, TypeOf(value), $"{path} in body must be of type {TypesOf(schema)}: \"{TypeOf(value)}\""));
            Enumeration(value, schema, path);
            return;
        }

        Enumeration(value, schema, path);
        switch (value.ValueKind)
        {
            case JsonValueKind.Object: Object(value, schema, path, nested, old); break;
            case JsonValueKind.Array: List(value, schema, path, nested, old); break;
            case JsonValueKind.String: Text(value.GetString()!, schema, path); break;
            case JsonValueKind.Number: Number(value, schema.Source, path); break;
        }

        Combinations(value, schema, path);
    }

    private static bool HasType(JsonElement value, JsonSchema schema)
    {
        var source = schema.Source;
        if (source.XIntOrString) return value.ValueKind == JsonValueKind.String || IsInteger(value);
        return source.Type switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "number" => value.ValueKind == JsonValueKind.Number,
            "integer" => IsInteger(value),
            _ => true,
        };
    }

    private static bool IsInteger(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && (value.TryGetInt64(out _) || (value.TryGetDouble(out var number) && Math.Floor(number) == number && Math.Abs(number) < 1e18));

    private static string TypesOf(JsonSchema schema) => schema.Source.XIntOrString ? "integer,string" : schema.Source.Type;

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => IsInteger(value) ? "integer" : "number",
        _ => "null",
    };

    private void Enumeration(JsonElement value, JsonSchema schema, string path)
    {
        if (schema.Source.Enum.Count == 0 || schema.Source.Enum.Any(e => Same(e, value))) return;
        Say(FieldError.NotSupported(path, Plain(value), schema.Source.Enum.Select(static e => e.ToString())));
    }

    private void Object(JsonElement value, JsonSchema schema, string path, bool nested, JsonElement? old)
    {
        var count = 0;
        foreach (var property in value.EnumerateObject())
        {
            count++;
            var inner = schema.Properties.TryGetValue(property.Name, out var known) ? known : schema.AdditionalProperties;
            if (inner is not null) Value(property.Value, inner, Below(path, property.Name), nested, SchemaCorrelation.Property(old, property.Name));
        }

        foreach (var name in schema.Source.Required)
            if (!value.TryGetProperty(name, out _)) Say(FieldError.Required(Below(path, name)));
        if (count > schema.Source.MaxProperties) Say(FieldError.TooMany(path, count, (int)schema.Source.MaxProperties));
        if (count < schema.Source.MinProperties) Invalid(path, Plain(value), $"should have at least {schema.Source.MinProperties} properties");
        if (schema.Source.XEmbeddedResource) Embedded(value, path);
    }

    private void Embedded(JsonElement value, string path)
    {
        foreach (var name in (ReadOnlySpan<string>)["apiVersion", "kind"])
        {
            if (!value.TryGetProperty(name, out var text) || text.ValueKind != JsonValueKind.String || text.GetString()!.Length == 0)
                _errors.Add(FieldError.Required(Below(path, name), "must not be empty"));
        }

        if (Text(value, "apiVersion") is { } version && version.AsSpan().Count('/') > 1)
            _errors.Add(FieldError.Invalid(Below(path, "apiVersion"), version, $"unexpected GroupVersion string: {version}"));
        if (Text(value, "kind") is { Length: > 0 } kind && Names.Dns1035Label(kind.ToLowerInvariant()) is { Count: > 0 } wrong)
            _errors.Add(FieldError.Invalid(Below(path, "kind"), kind, $"may have mixed case, but should otherwise match: {string.Join(",", wrong)}"));
        if (value.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object) EmbeddedMetadata(metadata, path);
    }

    /// <summary>Metadata of an embedded object. It may do without a name.</summary>
    private void EmbeddedMetadata(JsonElement json, string path)
    {
        ObjectMeta? metadata;
        try
        {
            metadata = json.Deserialize<ObjectMeta>(Json.KubeJson.Options);
        }
        catch (JsonException failure)
        {
            _errors.Add(FieldError.Invalid(Below(path, "metadata"), json, failure.Message));
            return;
        }

        if (metadata is null) return;
        if (metadata.Name.Length == 0) metadata = metadata with { Name = "unnamed" };
        var errors = new FieldErrors();
        using (errors.At(Below(path, "metadata"))) ObjectMetaValidation.Validate(metadata, metadata.Namespace.Length > 0, Names.PathSegment, errors);
        _errors.AddRange(errors);
    }

    private static string? Text(JsonElement value, string name) => value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private void List(JsonElement value, JsonSchema schema, string path, bool nested, JsonElement? old)
    {
        var items = value.EnumerateArray().ToList();
        if (schema.Items is { } item)
            for (var i = 0; i < items.Count; i++) Value(items[i], item, $"{path}[{i}]", nested, SchemaCorrelation.Entry(schema.Source, items[i], old));
        if (items.Count > schema.Source.MaxItems) Say(FieldError.TooMany(path, items.Count, (int)schema.Source.MaxItems));
        if (items.Count < schema.Source.MinItems) Invalid(path, items.Count, $"should have at least {schema.Source.MinItems} items");
        if (schema.Source.UniqueItems && items.Select((v, i) => items.Take(i).Any(other => Same(other, v))).Any(static twice => twice)) Invalid(path, Plain(value), "shouldn't contain duplicates");
        if (schema.Source.XListType is "set" or "map") Duplicates(items, schema.Source, path);
    }

    private void Duplicates(List<JsonElement> items, JSONSchemaProps source, string path)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        bool IsSecond(string item) => (seen[item] = seen.GetValueOrDefault(item) + 1) == 2;
        for (var i = 0; i < items.Count; i++)
        {
            if (source.XListType == "set")
            {
                if (IsSecond(items[i].GetRawText())) _errors.Add(FieldError.Duplicate($"{path}[{i}]", Plain(items[i])));
                continue;
            }

            if (items[i].ValueKind != JsonValueKind.Object) continue;
            var key = source.XListMapKeys.Where(k => items[i].TryGetProperty(k, out _)).ToDictionary(static k => k, k => items[i].GetProperty(k), StringComparer.Ordinal);
            if (IsSecond(JsonSerializer.Serialize(key))) _errors.Add(FieldError.Duplicate($"{path}[{i}]", JsonSerializer.SerializeToNode(key)));
        }
    }

    private void Text(string text, JsonSchema schema, string path)
    {
        var length = new StringInfo(text).LengthInTextElements;
        if (text.Length != length) length = text.EnumerateRunes().Count();
        if (length > schema.Source.MaxLength) Say(FieldError.TooLong(path, (int)schema.Source.MaxLength));
        if (length < schema.Source.MinLength) Invalid(path, text, $"should be at least {schema.Source.MinLength} chars long");
        if (schema.Pattern is { } pattern && !pattern.IsMatch(text)) Invalid(path, text, $"should match '{schema.Source.Pattern}'");
        if (schema.Source.Format.Length > 0 && !SchemaFormats.Matches(schema.Source.Format, text))
            Say(FieldError.TypeInvalid(path, text, $"{path} in body must be of type {schema.Source.Format}: \"{text}\""));
    }

    private void Number(JsonElement value, JSONSchemaProps source, string path)
    {
        var number = value.GetDouble();
        if (Bound(source.Maximum) is { } maximum && (number > maximum || (source.ExclusiveMaximum && number.Equals(maximum))))
            Invalid(path, Plain(value), $"should be less than {(source.ExclusiveMaximum ? "" : "or equal to ")}{GoText.Number(maximum)}");
        if (Bound(source.Minimum) is { } minimum && (number < minimum || (source.ExclusiveMinimum && number.Equals(minimum))))
            Invalid(path, Plain(value), $"should be greater than {(source.ExclusiveMinimum ? "" : "or equal to ")}{GoText.Number(minimum)}");
        if (Bound(source.MultipleOf) is > 0 and var step && Math.Abs((number / step) - Math.Round(number / step)) > 1e-9)
            Invalid(path, Plain(value), $"should be a multiple of {GoText.Number(step)}");
        if (source.Format == "int32" && number is < int.MinValue or > int.MaxValue) Invalid(path, Plain(value), "must be of type int32");
    }

    private static double? Bound(JsonElement? bound) => bound is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    private void Combinations(JsonElement value, JsonSchema schema, string path)
    {
        foreach (var part in schema.AllOf) Value(value, part, path, nested: true, old: null);
        if (schema.AnyOf.Count > 0 && !schema.AnyOf.Any(s => Fits(value, s))) Invalid(path, Plain(value), null, $"\"{path}\" must validate at least one schema (anyOf)");
        if (schema.OneOf.Count > 0 && schema.OneOf.Count(s => Fits(value, s)) is var fitting and not 1)
            Invalid(path, Plain(value), null, $"\"{path}\" must validate one and only one schema (oneOf). Found {(fitting == 0 ? "none valid" : $"{fitting} valid alternatives")}");
        if (schema.Not is { } not && Fits(value, not)) Invalid(path, Plain(value), null, $"\"{path}\" must not validate the schema (not)");
    }

    private static bool Fits(JsonElement value, JsonSchema schema)
    {
        var trial = new SchemaValidation();
        trial.Value(value, schema, "", nested: true, old: null);
        return trial._errors.Count == 0;
    }

    private void Invalid(string path, object? value, string? what, string? whole = null) =>
        Say(FieldError.Invalid(path, value, whole ?? $"{path} in body {what}"));

    private void Say(FieldError error)
    {
        if (!_isUnchanged) _errors.Add(error);
    }

    private static bool Same(JsonElement left, JsonElement right) => left.ValueKind == right.ValueKind && JsonElement.DeepEquals(left, right);

    private static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when value.TryGetInt64(out var number) => number,
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.Null => null,
        _ => value,
    };

    private static string Below(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
