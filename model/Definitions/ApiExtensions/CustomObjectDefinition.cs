using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Ownership;
using Orleans.Kube.Model.Schema;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>One version of a custom resource, as its CustomResourceDefinition describes it.</summary>
public sealed class CustomObjectDefinition : ResourceDefinition
{
    private const string StatusField = "status";

    private readonly CustomResourceDefinitionNames _names;
    private readonly CustomResourceDefinitionVersion _version;
    private readonly JsonSchema _schema;
    private readonly bool _isOnly;
    private readonly KubeKindAttribute _kind;

    /// <param name="definition">The definition, whose names have been accepted.</param>
    /// <param name="version">One of its versions.</param>
    public CustomObjectDefinition(CustomResourceDefinition definition, CustomResourceDefinitionVersion version)
        : this(definition, version, new KubeKindAttribute($"{definition.Spec.Group}/{version.Name}", Names(definition).Kind))
    {
    }

    private CustomObjectDefinition(CustomResourceDefinition definition, CustomResourceDefinitionVersion version, KubeKindAttribute kind)
        : base(typeof(CustomObject), kind)
    {
        (Source, _version, _names, _kind) = (definition, version, Names(definition), kind);
        _schema = new JsonSchema(version.Schema?.OpenAPIV3Schema ?? new JSONSchemaProps { Type = "object", XPreserveUnknownFields = true });
        _isOnly = definition.Spec.Versions.Count == 1;
        Namespaced = definition.Spec.Scope == ResourceScope.Namespaced;
        Singular = _names.Singular.Length > 0 ? _names.Singular : Kind.ToLowerInvariant();
        Schema = CustomSchema.Of(_schema);
        Scale = version.Subresources?.Scale is { } scale ? CustomScale.Of(definition, scale) : null;
        Columns = version.AdditionalPrinterColumns is { Count: > 0 } columns && columns.All(static c => JsonPath.Parse(c.JsonPath) is not null) ? [.. columns.Select(CustomColumn.Of)] : [TableColumn.Age];
        SelectableFields = version.SelectableFields.ToDictionary(static f => f.JsonPath.TrimStart('.'), static f => CustomColumn.Text(f.JsonPath), StringComparer.Ordinal);
    }

    /// <summary>The definition that this is a version of.</summary>
    public CustomResourceDefinition Source { get; }

    /// <summary>The webhook that converts objects between versions; null where they differ in their apiVersion only.</summary>
    public WebhookConversion? Conversion => Source.Spec.Conversion is { Strategy: ConversionStrategy.Webhook } conversion ? conversion.Webhook : null;

    /// <summary>Whether objects may be stored in another version.</summary>
    public bool HasOtherVersions => !_isOnly || Source.Status?.StoredVersions.Any(v => v != Version) == true;

    /// <summary>The schema, whose rules an object has to keep besides its validation.</summary>
    public JsonSchema Rules => _schema;

    /// <summary>Whether the schema has rules.</summary>
    public bool HasRules => _schema.HasRules;

    /// <summary>The schema as its author wrote it; null where there is none.</summary>
    public JSONSchemaProps? Written => _version.Schema?.OpenAPIV3Schema;

    public override string Plural => _names.Plural;

    public override string Singular { get; }

    public override bool Namespaced { get; }

    /// <summary>While the definition is being deleted, no objects are made.</summary>
    public override IReadOnlyList<string> Verbs => Source.Metadata.DeletionTimestamp is null ? base.Verbs : [.. base.Verbs.Where(static v => v != "create")];

    public override IReadOnlyList<string> ShortNames => _names.ShortNames;

    public override IReadOnlyList<string> Categories => _names.Categories;

    public override string ListKind => _names.ListKind.Length > 0 ? _names.ListKind : base.ListKind;

    public override bool Served => _version.Served;

    public override bool IsStorageVersion => _version.Storage;

    public override bool ServesStoredBytes => !HasOtherVersions && !_schema.HasDefaults;

    public override bool HasStatus => _version.Subresources?.Status is not null;

    public override bool HasGeneration => true;

    public override bool AllowsUnconditionalUpdate => false;

    /// <summary>It is only warned of finalizers without a domain.</summary>
    public override bool NeedsQualifiedFinalizers => false;

    public override bool ItemsNameTheirKind => true;

    public override bool MergesStrategically => false;

    public override ScaleAccess? Scale { get; }

    public override IReadOnlyList<TableColumn> Columns { get; }

    public override IReadOnlyDictionary<string, Func<KubeObject, string>> SelectableFields { get; }

    public override TypeSchema Schema { get; }

    public override string? DeprecationWarning => !_version.Deprecated ? null
        : _version.DeprecationWarning is { Length: > 0 } warning ? warning : $"{ApiVersion} {Kind} is deprecated";

    protected override bool StatusKeepsMetadata => true;

    public override DecodedBody Read(ReadOnlySpan<byte> json, FieldValidation validation, IReadOnlyList<string> duplicates) =>
        BodyReader.Read(typeof(CustomObject), _kind, json, validation, duplicates, Prune);

    public override DecodedBody ReadPatched(ReadOnlySpan<byte> json, FieldValidation validation, ReadOnlySpan<byte> strategicPatch) =>
        BodyReader.ReadPatched(typeof(CustomObject), _kind, json, validation, strategicPatch, Prune);

    public override FieldChanges Compare(KubeObject old, KubeObject value)
    {
        var changes = RecordComparison.Between(old, value);
        TreeComparison.Into(changes, ((CustomObject)old).Fields, ((CustomObject)value).Fields, Schema);
        return changes;
    }

    public override KubeObject FromStored(KubeObject stored) => Default(stored.ApiVersion == ApiVersion ? stored : stored with { ApiVersion = ApiVersion });

    public override KubeObject Default(KubeObject value)
    {
        var custom = (CustomObject)value;
        var fields = custom.ToTree();
        return SchemaDefaults.Apply(fields, _schema) ? custom.WithFields(fields) : custom;
    }

    public override KubeObject PrepareForCreate(KubeObject value) => HasStatus ? ((CustomObject)value).With(StatusField, null) : value;

    public override KubeObject PrepareForUpdate(KubeObject value, KubeObject old) => WithStatusOf(value, old);

    public override IReadOnlyList<FieldError> Validate(KubeObject value) => [];

    public override IReadOnlyList<FieldError> ValidateCreate(KubeObject value) => Judge(Json(value), null);

    public override IReadOnlyList<FieldError> ValidateUpdate(KubeObject value, KubeObject old) => Judge(Json(value), Json(old));

    public override IReadOnlyList<FieldError> ValidateStatusUpdate(KubeObject value, KubeObject old) => ValidateUpdate(value, old);

    public override IEnumerable<string> Warnings(KubeObject value, KubeObject? old) =>
    [
        .. ObjectMetaValidation.FinalizerWarnings(value.Metadata.Finalizers.Except(old?.Metadata.Finalizers ?? [])),
        .. old is null || !HasRules ? [] : SchemaRules.Warnings(_schema, Json(value), Json(old)),
    ];

    public override KubeObject WithStatusOf(KubeObject target, KubeObject source)
    {
        if (!HasStatus) return target;
        return ((CustomObject)target).With(StatusField, ((CustomObject)source).Fields.TryGetValue(StatusField, out var status) ? status : null);
    }

    /// <summary>What is against the schema. An object that is in order is held against the rules when it is admitted.</summary>
    private IReadOnlyList<FieldError> Judge(JsonElement value, JsonElement? old) =>
        SchemaRules.Beside([.. SchemaValidation.Of(value, _schema, old), .. Counts(value)], _schema, value, old);

    /// <summary>What is wrong with the numbers that <c>scale</c> shows.</summary>
    private IEnumerable<FieldError> Counts(JsonElement value)
    {
        if (_version.Subresources?.Scale is not { } scale) yield break;
        foreach (var path in (string[])[scale.SpecReplicasPath, scale.StatusReplicasPath])
        {
            if (Number(value, path) is not { } count) continue;
            if (count < 0) yield return FieldError.Invalid(path, count, "should be a non-negative integer");
            else if (count > int.MaxValue) yield return FieldError.Invalid(path, count, $"should be less than or equal to {int.MaxValue}");
        }
    }

    private static long? Number(JsonElement value, string path)
    {
        foreach (var name in path.TrimStart('.').Split('.'))
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value)) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
    }

    private static JsonElement Json(KubeObject value) => JsonSerializer.SerializeToElement((CustomObject)value, KubeJson.Options);

    private static CustomResourceDefinitionNames Names(CustomResourceDefinition definition) =>
        definition.Status?.AcceptedNames is { Plural.Length: > 0, Kind.Length: > 0 } accepted ? accepted : definition.Spec.Names;

    /// <summary>The object without what its schema does not know, and what that was.</summary>
    private (TypeMeta Value, IReadOnlyList<string> Problems) Prune(TypeMeta value)
    {
        var custom = (CustomObject)value;
        if (Source.Spec.PreserveUnknownFields) return (custom, []);
        var fields = custom.ToTree();
        var removed = SchemaPruning.Prune(fields, _schema);
        return removed.Count == 0 ? (custom, []) : (custom.WithFields(fields), [.. removed.Select(static path => $"unknown field \"{path}\"")]);
    }
}
