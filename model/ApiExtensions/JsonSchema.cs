using System.Text.Json;
using System.Text.RegularExpressions;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.ApiExtensions;

/// <summary>A schema in the form in which values are pruned, completed and checked by it. Made once for a version of a custom resource; immutable.</summary>
public sealed class JsonSchema
{
    private readonly Lazy<Regex?> _pattern;

    public JsonSchema(JSONSchemaProps source)
    {
        Source = source;
        Properties = source.Properties.ToDictionary(static p => p.Key, static p => new JsonSchema(p.Value), StringComparer.Ordinal);
        Items = source.Items is { } items ? new JsonSchema(items) : null;
        if (source.AdditionalSchema() is { } more) AdditionalProperties = new JsonSchema(more);
        AllowsMore = AdditionalProperties is not null || source.AdditionalProperties is { ValueKind: JsonValueKind.True };
        AllOf = [.. source.AllOf.Select(static s => new JsonSchema(s))];
        AnyOf = [.. source.AnyOf.Select(static s => new JsonSchema(s))];
        OneOf = [.. source.OneOf.Select(static s => new JsonSchema(s))];
        Not = source.Not is { } not ? new JsonSchema(not) : null;
        HasDefaults = source.Default is not null || Properties.Values.Any(static p => p.HasDefaults) || Items?.HasDefaults == true || AdditionalProperties?.HasDefaults == true;
        HasRules = source.XValidations.Count > 0 || Properties.Values.Any(static p => p.HasRules) || Items?.HasRules == true || AdditionalProperties?.HasRules == true;
        _pattern = new Lazy<Regex?>(() => Compile(source.Pattern));
    }

    /// <summary>The schema as it was written.</summary>
    public JSONSchemaProps Source { get; }

    public IReadOnlyDictionary<string, JsonSchema> Properties { get; }

    public JsonSchema? Items { get; }

    /// <summary>The schema of properties that are not named; null where any value will do.</summary>
    public JsonSchema? AdditionalProperties { get; }

    /// <summary>Whether properties may have names of their own.</summary>
    public bool AllowsMore { get; }

    public IReadOnlyList<JsonSchema> AllOf { get; }

    public IReadOnlyList<JsonSchema> AnyOf { get; }

    public IReadOnlyList<JsonSchema> OneOf { get; }

    public JsonSchema? Not { get; }

    /// <summary>Whether a default stands anywhere in it.</summary>
    public bool HasDefaults { get; }

    /// <summary>Whether a rule (<c>x-kubernetes-validations</c>) stands anywhere in it.</summary>
    public bool HasRules { get; }

    /// <summary>Whether fields that no schema names are kept.</summary>
    public bool PreservesUnknown => Source.XPreserveUnknownFields == true;

    /// <summary>Whether a value may be null.</summary>
    public bool AllowsNull => Source.Nullable;

    /// <summary>The pattern of texts; null where there is none, or none that can be understood.</summary>
    public Regex? Pattern => _pattern.Value;

    private static Regex? Compile(string pattern)
    {
        if (pattern.Length == 0) return null;
        try
        {
            return GoPattern.Compile(pattern);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
