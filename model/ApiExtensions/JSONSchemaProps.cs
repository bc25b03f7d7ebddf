using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Kube.Model.Json;

namespace Orleans.Kube.Model.ApiExtensions;

/// <summary>A JSON schema (draft 4) with Kubernetes' extensions, as a CustomResourceDefinition writes it.</summary>
public sealed record JSONSchemaProps
{
    /// <summary>The schema's name.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>The version of JSON schema.</summary>
    [JsonPropertyName("$schema")]
    public string Schema { get; init => field = value ?? ""; } = "";

    /// <summary>A reference to another schema. Not allowed here.</summary>
    [JsonPropertyName("$ref")]
    public string? Ref { get; init; }

    /// <summary>What the value means.</summary>
    public string Description { get; init => field = value ?? ""; } = "";

    /// <summary>object, array, string, integer, number or boolean.</summary>
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The format of the value, such as int32, byte or date-time. Unknown ones are ignored.</summary>
    public string Format { get; init => field = value ?? ""; } = "";

    /// <summary>A title.</summary>
    public string Title { get; init => field = value ?? ""; } = "";

    /// <summary>The value that is set where there is none.</summary>
    public JsonElement? Default { get; init; }

    /// <summary>The largest number.</summary>
    public JsonElement? Maximum { get; init; }

    /// <summary>Whether the maximum itself is too much.</summary>
    public bool ExclusiveMaximum { get; init; }

    /// <summary>The smallest number.</summary>
    public JsonElement? Minimum { get; init; }

    /// <summary>Whether the minimum itself is too little.</summary>
    public bool ExclusiveMinimum { get; init; }

    /// <summary>The most characters there may be.</summary>
    public long? MaxLength { get; init; }

    /// <summary>The fewest characters there may be.</summary>
    public long? MinLength { get; init; }

    /// <summary>A regular expression (RE2) that the text must match.</summary>
    public string Pattern { get; init => field = value ?? ""; } = "";

    /// <summary>The most items there may be.</summary>
    public long? MaxItems { get; init; }

    /// <summary>The fewest items there may be.</summary>
    public long? MinItems { get; init; }

    /// <summary>Whether items must differ. It must be false: use x-kubernetes-list-type.</summary>
    public bool UniqueItems { get; init; }

    /// <summary>The number must be a multiple of it.</summary>
    public JsonElement? MultipleOf { get; init; }

    /// <summary>The values that are allowed.</summary>
    [Atomic]
    public IReadOnlyList<JsonElement> Enum { get; init => field = value ?? []; } = [];

    /// <summary>The most properties there may be.</summary>
    public long? MaxProperties { get; init; }

    /// <summary>The fewest properties there may be.</summary>
    public long? MinProperties { get; init; }

    /// <summary>The properties that an object must have.</summary>
    [Atomic]
    public IReadOnlyList<string> Required { get; init => field = value ?? []; } = [];

    /// <summary>The schema of a list's items.</summary>
    public JSONSchemaProps? Items { get; init; }

    /// <summary>Schemas that must all hold.</summary>
    [Atomic]
    public IReadOnlyList<JSONSchemaProps> AllOf { get; init => field = value ?? []; } = [];

    /// <summary>Schemas of which exactly one must hold.</summary>
    [Atomic]
    public IReadOnlyList<JSONSchemaProps> OneOf { get; init => field = value ?? []; } = [];

    /// <summary>Schemas of which one must hold.</summary>
    [Atomic]
    public IReadOnlyList<JSONSchemaProps> AnyOf { get; init => field = value ?? []; } = [];

    /// <summary>A schema that must not hold.</summary>
    public JSONSchemaProps? Not { get; init; }

    /// <summary>The schemas of an object's properties.</summary>
    public IReadOnlyDictionary<string, JSONSchemaProps> Properties { get; init => field = value ?? EmptyMap<JSONSchemaProps>.Value; } = EmptyMap<JSONSchemaProps>.Value;

    /// <summary>A schema, or whether more properties are allowed.</summary>
    public JsonElement? AdditionalProperties { get; init; }

    /// <summary>Schemas of properties by patterns of their names. Not allowed here.</summary>
    public IReadOnlyDictionary<string, JSONSchemaProps> PatternProperties { get; init => field = value ?? EmptyMap<JSONSchemaProps>.Value; } = EmptyMap<JSONSchemaProps>.Value;

    /// <summary>What a property requires. Not allowed here.</summary>
    public JsonElement? Dependencies { get; init; }

    /// <summary>The schema of further items of a list. Not allowed here.</summary>
    public JsonElement? AdditionalItems { get; init; }

    /// <summary>Schemas for reference. Not allowed here.</summary>
    public IReadOnlyDictionary<string, JSONSchemaProps> Definitions { get; init => field = value ?? EmptyMap<JSONSchemaProps>.Value; } = EmptyMap<JSONSchemaProps>.Value;

    /// <summary>Documentation elsewhere.</summary>
    public ExternalDocumentation? ExternalDocs { get; init; }

    /// <summary>An example of the value.</summary>
    public JsonElement? Example { get; init; }

    /// <summary>Whether the value may be null.</summary>
    public bool Nullable { get; init; }

    /// <summary>Whether members that the schema does not name are kept.</summary>
    [JsonPropertyName("x-kubernetes-preserve-unknown-fields")]
    public bool? XPreserveUnknownFields { get; init; }

    /// <summary>The value is an object of the API with kind, apiVersion and metadata.</summary>
    [JsonPropertyName("x-kubernetes-embedded-resource")]
    public bool XEmbeddedResource { get; init; }

    /// <summary>The value is an integer or a string.</summary>
    [JsonPropertyName("x-kubernetes-int-or-string")]
    public bool XIntOrString { get; init; }

    /// <summary>The members that identify the items of a list of the type map.</summary>
    [JsonPropertyName("x-kubernetes-list-map-keys")] [Atomic]
    public IReadOnlyList<string> XListMapKeys { get; init => field = value ?? []; } = [];

    /// <summary>How a list is merged: atomic (the default) as a whole, set by values, map by the keys of its items.</summary>
    [JsonPropertyName("x-kubernetes-list-type")]
    public string? XListType { get; init; }

    /// <summary>How an object is merged: granular (the default) member by member, atomic as a whole.</summary>
    [JsonPropertyName("x-kubernetes-map-type")]
    public string? XMapType { get; init; }

    /// <summary>Rules in CEL that the value must keep.</summary>
    [JsonPropertyName("x-kubernetes-validations")] [ListMap("rule")] [PatchMerge("rule")]
    public IReadOnlyList<ValidationRule> XValidations { get; init => field = value ?? []; } = [];

    /// <summary>The schema of properties that are not named; null if there is none, or if it is not a schema.</summary>
    internal JSONSchemaProps? AdditionalSchema()
    {
        if (AdditionalProperties is not { ValueKind: JsonValueKind.Object } more) return null;
        try
        {
            return more.Deserialize<JSONSchemaProps>(KubeJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The schemas that stand in this one, without those inside them.</summary>
    internal IEnumerable<JSONSchemaProps> Parts()
    {
        JSONSchemaProps?[] single = [Not, Items, AdditionalSchema()];
        return [.. AllOf, .. AnyOf, .. OneOf, .. Properties.Values, .. single.OfType<JSONSchemaProps>()];
    }
}

/// <summary>A reference to documentation elsewhere.</summary>
public sealed record ExternalDocumentation
{
    /// <summary>What is found there.</summary>
    public string Description { get; init => field = value ?? ""; } = "";

    /// <summary>Where it is.</summary>
    public string Url { get; init => field = value ?? ""; } = "";
}

/// <summary>A rule in the Common Expression Language that values have to keep.</summary>
public sealed record ValidationRule
{
    /// <summary>A CEL expression that must be true. self is the value, oldSelf the value before.</summary>
    [AlwaysWritten]
    public string Rule { get; init => field = value ?? ""; } = "";

    /// <summary>What the client is told when the rule is broken.</summary>
    public string Message { get; init => field = value ?? ""; } = "";

    /// <summary>A CEL expression that gives the message when the rule is broken. It goes before message.</summary>
    public string MessageExpression { get; init => field = value ?? ""; } = "";

    /// <summary>The reason of the failure: FieldValueInvalid (the default), FieldValueForbidden, FieldValueRequired or FieldValueDuplicate.</summary>
    [NamedType("apiextensions.FieldValueErrorReason")] [Values(typeof(FieldValueErrorReason))]
    public string? Reason { get; init; }

    /// <summary>Path of the field that the failure is about, from the value on: .spec.x or ['x'].</summary>
    public string FieldPath { get; init => field = value ?? ""; } = "";

    /// <summary>Whether a rule that names oldSelf also holds when there is no old value; oldSelf is an optional then.</summary>
    public bool? OptionalOldSelf { get; init; }
}
