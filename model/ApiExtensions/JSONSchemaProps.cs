using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.Kube.Model.ApiExtensions;

/// <summary>A JSON schema (draft 4) with Kubernetes' extensions, as a CustomResourceDefinition writes it.</summary>
public sealed record JSONSchemaProps
{
    public string Id { get; init => field = value ?? ""; } = "";

    [JsonPropertyName("$schema")]
    public string Schema { get; init => field = value ?? ""; } = "";

    [JsonPropertyName("$ref")]
    public string? Ref { get; init; }

    public string Description { get; init => field = value ?? ""; } = "";

    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The format of the value, such as int32, byte or date-time. Unknown ones are ignored.</summary>
    public string Format { get; init => field = value ?? ""; } = "";

    public string Title { get; init => field = value ?? ""; } = "";

    /// <summary>The value that is set where there is none.</summary>
    public JsonElement? Default { get; init; }

    public JsonElement? Maximum { get; init; }

    public bool ExclusiveMaximum { get; init; }

    public JsonElement? Minimum { get; init; }

    public bool ExclusiveMinimum { get; init; }

    public long? MaxLength { get; init; }

    public long? MinLength { get; init; }

    public string Pattern { get; init => field = value ?? ""; } = "";

    public long? MaxItems { get; init; }

    public long? MinItems { get; init; }

    public bool UniqueItems { get; init; }

    public JsonElement? MultipleOf { get; init; }

    [Atomic]
    public IReadOnlyList<JsonElement> Enum { get; init => field = value ?? []; } = [];

    public long? MaxProperties { get; init; }

    public long? MinProperties { get; init; }

    [Atomic]
    public IReadOnlyList<string> Required { get; init => field = value ?? []; } = [];

    public JSONSchemaProps? Items { get; init; }

    [Atomic]
    public IReadOnlyList<JSONSchemaProps> AllOf { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<JSONSchemaProps> OneOf { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<JSONSchemaProps> AnyOf { get; init => field = value ?? []; } = [];

    public JSONSchemaProps? Not { get; init; }

    public IReadOnlyDictionary<string, JSONSchemaProps> Properties { get; init => field = value ?? EmptyMap<JSONSchemaProps>.Value; } = EmptyMap<JSONSchemaProps>.Value;

    /// <summary>A schema, or whether more properties are allowed.</summary>
    public JsonElement? AdditionalProperties { get; init; }

    public IReadOnlyDictionary<string, JSONSchemaProps> PatternProperties { get; init => field = value ?? EmptyMap<JSONSchemaProps>.Value; } = EmptyMap<JSONSchemaProps>.Value;

    public JsonElement? Dependencies { get; init; }

    public JsonElement? AdditionalItems { get; init; }

    public IReadOnlyDictionary<string, JSONSchemaProps> Definitions { get; init => field = value ?? EmptyMap<JSONSchemaProps>.Value; } = EmptyMap<JSONSchemaProps>.Value;

    public ExternalDocumentation? ExternalDocs { get; init; }

    public JsonElement? Example { get; init; }

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
    [JsonPropertyName("x-kubernetes-validations")] [ListMap("rule")]
    public IReadOnlyList<ValidationRule> XValidations { get; init => field = value ?? []; } = [];
}

/// <summary>A reference to documentation elsewhere.</summary>
public sealed record ExternalDocumentation
{
    public string Description { get; init => field = value ?? ""; } = "";

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
    public string? Reason { get; init; }

    /// <summary>Path of the field that the failure is about, from the value on: .spec.x or ['x'].</summary>
    public string FieldPath { get; init => field = value ?? ""; } = "";

    /// <summary>Whether a rule that names oldSelf also holds when there is no old value; oldSelf is an optional then.</summary>
    public bool? OptionalOldSelf { get; init; }
}
