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

    public string Format { get; init => field = value ?? ""; } = "";

    public string Title { get; init => field = value ?? ""; } = "";

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

    [JsonPropertyName("x-kubernetes-preserve-unknown-fields")]
    public bool? XPreserveUnknownFields { get; init; }

    [JsonPropertyName("x-kubernetes-embedded-resource")]
    public bool XEmbeddedResource { get; init; }

    [JsonPropertyName("x-kubernetes-int-or-string")]
    public bool XIntOrString { get; init; }

    [JsonPropertyName("x-kubernetes-list-map-keys")] [Atomic]
    public IReadOnlyList<string> XListMapKeys { get; init => field = value ?? []; } = [];

    [JsonPropertyName("x-kubernetes-list-type")]
    public string? XListType { get; init; }

    [JsonPropertyName("x-kubernetes-map-type")]
    public string? XMapType { get; init; }

    [JsonPropertyName("x-kubernetes-validations")] [ListMap("rule")]
    public IReadOnlyList<ValidationRule> XValidations { get; init => field = value ?? []; } = [];
}

public sealed record ExternalDocumentation
{
    public string Description { get; init => field = value ?? ""; } = "";

    public string Url { get; init => field = value ?? ""; } = "";
}

/// <summary>A rule in the Common Expression Language that values have to keep.</summary>
public sealed record ValidationRule
{
    [AlwaysWritten]
    public string Rule { get; init => field = value ?? ""; } = "";

    public string Message { get; init => field = value ?? ""; } = "";

    public string MessageExpression { get; init => field = value ?? ""; } = "";

    public string? Reason { get; init; }

    public string FieldPath { get; init => field = value ?? ""; } = "";

    public bool? OptionalOldSelf { get; init; }
}
