using Orleans.Kube.Model.ApiExtensions;

namespace Orleans.Kube.Model.Validation;

/// <summary>What a CustomResourceDefinition must be (k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation).</summary>
internal static class CustomResourceDefinitionValidation
{
    private const string Approval = "api-approved.kubernetes.io";

    private static readonly string[] ColumnTypes = ["integer", "number", "string", "boolean", "date"];
    private static readonly string[] ColumnFormats = ["", "int32", "int64", "float", "double", "byte", "binary", "date", "date-time", "password"];

    public static void Validate(CustomResourceDefinition value, FieldErrors errors)
    {
        var expected = $"{value.Spec.Names.Plural}.{value.Spec.Group}";
        if (value.Metadata.Name != expected) errors.Invalid("metadata.name", value.Metadata.Name, "must be spec.names.plural+\".\"+spec.group");
        CheckApproval(value, errors);
        using var _ = errors.At("spec");
        CheckGroup(value.Spec.Group, errors);
        Rules.OneOf("scope", value.Spec.Scope, errors, ResourceScope.Cluster, ResourceScope.Namespaced);
        using (errors.At("names")) CheckNames(value.Spec.Names, errors);
        CheckVersions(value.Spec, errors);
        if (value.Spec.Conversion is { } conversion)
            using (errors.At("conversion")) CheckConversion(conversion, errors);
        if (value.Spec.PreserveUnknownFields) errors.Invalid("preserveUnknownFields", true, "must be false");
    }

    public static void ValidateUpdate(CustomResourceDefinition value, CustomResourceDefinition old, FieldErrors errors)
    {
        using var _ = errors.At("spec");
        errors.Immutable("group", value.Spec.Group, old.Spec.Group);
        errors.Immutable("names.plural", value.Spec.Names.Plural, old.Spec.Names.Plural);
        if (old.Status?.Conditions.Any(static c => c is { Type: CustomResourceDefinitionConditionType.Established, Status: "True" }) == true)
        {
            errors.Immutable("scope", value.Spec.Scope, old.Spec.Scope);
            errors.Immutable("names.kind", value.Spec.Names.Kind, old.Spec.Names.Kind);
        }

        foreach (var version in value.Status?.StoredVersions ?? [])
            if (value.Spec.Versions.All(v => v.Name != version)) errors.Add(FieldError.Invalid($"status.storedVersions[{value.Status!.StoredVersions.ToList().IndexOf(version)}]", version, "missing from spec.versions; " +
                $"{version} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in {version} and removes {version} from status.storedVersions"));
    }

    private static void CheckApproval(CustomResourceDefinition value, FieldErrors errors)
    {
        var group = value.Spec.Group;
        if (!(group is "k8s.io" or "kubernetes.io" || group.EndsWith(".k8s.io", StringComparison.Ordinal) || group.EndsWith(".kubernetes.io", StringComparison.Ordinal))) return;
        if (value.Metadata.Annotations.GetValueOrDefault(Approval, "").Length == 0)
            errors.Required($"metadata.annotations[{Approval}]", $"protected groups must have approval annotation \"{Approval}\", see https://github.com/kubernetes/enhancements/pull/1111");
    }

    private static void CheckGroup(string group, FieldErrors errors)
    {
        if (group.Length == 0) errors.Required("group");
        else if (!group.Contains('.')) errors.Invalid("group", group, "should be a domain with at least one dot");
        else errors.InvalidEach("group", group, Names.DnsSubdomain(group));
    }

    private static void CheckNames(CustomResourceDefinitionNames names, FieldErrors errors)
    {
        Label("plural", names.Plural, errors);
        if (names.Singular.Length > 0) Label("singular", names.Singular, errors);
        Label("kind", names.Kind, errors, lower: true);
        Label("listKind", names.ListKind, errors, lower: true);
        if (names.Kind == names.ListKind && names.Kind.Length > 0) errors.Invalid("listKind", names.ListKind, "kind and listKind may not be the same");
        for (var i = 0; i < names.ShortNames.Count; i++) errors.InvalidEach($"shortNames[{i}]", names.ShortNames[i], Names.Dns1035Label(names.ShortNames[i]));
        for (var i = 0; i < names.Categories.Count; i++) errors.InvalidEach($"categories[{i}]", names.Categories[i], Names.Dns1035Label(names.Categories[i]));
    }

    private static void Label(string field, string name, FieldErrors errors, bool lower = false)
    {
        if (name.Length == 0) errors.Required(field);
        else errors.InvalidEach(field, name, Names.Dns1035Label(lower ? name.ToLowerInvariant() : name));
    }

    private static void CheckVersions(CustomResourceDefinitionSpec spec, FieldErrors errors)
    {
        if (spec.Versions.Count(static v => v.Storage) != 1) errors.Invalid("versions", spec.Versions, "must have exactly one version marked as storage version");
        if (spec.Versions.Count == 0) errors.Required("versions");
        var (schema, subresources, columns, fields) = CheckShared(spec, errors);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < spec.Versions.Count; i++)
        {
            using var _ = errors.At("versions", i);
            var version = spec.Versions[i];
            if (!seen.Add(version.Name)) errors.Duplicate("name", version.Name);
            if (version.Name.Length == 0) errors.Required("name");
            else errors.InvalidEach("name", version.Name, Names.Dns1035Label(version.Name));
            if (version is { Deprecated: false, DeprecationWarning: not null }) errors.Invalid("deprecationWarning", version.DeprecationWarning, "can only be set for deprecated versions");
            if (!schema) CheckSchema(version, errors);
            if (!subresources) CheckSubresources(version.Subresources, errors);
            if (!columns) CheckColumns(version.AdditionalPrinterColumns, errors);
            if (!fields) CheckFields(version, errors);
        }
    }

    /// <summary>What all versions have in common Kubernetes checks once, at the place where it stood before there were versions.</summary>
    /// <returns>Whether that is the schema, the subresources, the columns, the fields that can be selected by.</returns>
    private static (bool Schema, bool Subresources, bool Columns, bool Fields) CheckShared(CustomResourceDefinitionSpec spec, FieldErrors errors)
    {
        bool Shared(Func<CustomResourceDefinitionVersion, object?> part) => spec.Versions.All(v => part(v) is { } one && Structural.Equal(one, part(spec.Versions[0])));
        var shared = (Schema: Shared(static v => v.Schema?.OpenAPIV3Schema), Subresources: Shared(static v => v.Subresources), Columns: Shared(static v => v.AdditionalPrinterColumns), Fields: Shared(static v => v.SelectableFields));
        if (spec.Versions.Count == 0) return shared;
        var first = spec.Versions[0];
        if (shared.Schema) CheckSchema(first.Schema!.OpenAPIV3Schema!, errors.Path("validation.openAPIV3Schema"), errors);
        if (shared.Subresources) CheckSubresources(first.Subresources, errors);
        if (shared.Columns) CheckColumns(first.AdditionalPrinterColumns, errors);
        if (shared.Fields) CheckFields(first, errors);
        return shared;
    }

    private static void CheckFields(CustomResourceDefinitionVersion version, FieldErrors errors)
    {
        if (version.SelectableFields.Count > 0 && version.Schema?.OpenAPIV3Schema is { } schema) SelectableFieldValidation.Validate(version.SelectableFields, schema, errors);
    }

    private static void CheckSchema(CustomResourceDefinitionVersion version, FieldErrors errors)
    {
        using var _ = errors.At("schema");
        if (version.Schema?.OpenAPIV3Schema is not { } schema)
        {
            errors.Required("openAPIV3Schema", "schemas are required");
            return;
        }

        CheckSchema(schema, errors.Path("openAPIV3Schema"), errors);
    }

    private static void CheckSchema(JSONSchemaProps schema, string path, FieldErrors errors)
    {
        var before = errors.Count;
        StructuralSchemaValidation.Validate(schema, path, errors);
        if (errors.Count == before) SchemaRuleValidation.Validate(schema, path, errors);
    }

    private static void CheckSubresources(CustomResourceSubresources? subresources, FieldErrors errors)
    {
        if (subresources?.Scale is not { } scale) return;
        using var outer = errors.At("subresources");
        using var inner = errors.At("scale");
        Path("specReplicasPath", scale.SpecReplicasPath, ".spec.", errors);
        Path("statusReplicasPath", scale.StatusReplicasPath, ".status.", errors);
        if (scale.LabelSelectorPath is { Length: > 0 } selector && !selector.StartsWith(".spec.", StringComparison.Ordinal)) Path("labelSelectorPath", selector, ".status.", errors);
    }

    private static void Path(string field, string path, string prefix, FieldErrors errors)
    {
        if (path.Length == 0) errors.Required(field);
        else if (!path.StartsWith(prefix, StringComparison.Ordinal)) errors.Invalid(field, path, $"should be a json path under {prefix[..^1]}");
        else if (JsonPath.Parse(path)?.Names is null) errors.Invalid(field, path, "is not a valid json path");
    }

    private static void CheckColumns(IReadOnlyList<CustomResourceColumnDefinition> columns, FieldErrors errors)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            using var _ = errors.At("additionalPrinterColumns", i);
            var column = columns[i];
            if (column.Name.Length == 0) errors.Required("name");
            if (column.Type.Length == 0) errors.Required("type", "must be one of " + string.Join(",", ColumnTypes.Order(StringComparer.Ordinal)));
            else if (!ColumnTypes.Contains(column.Type)) errors.Invalid("type", column.Type, "must be one of " + string.Join(",", ColumnTypes.Order(StringComparer.Ordinal)));
            if (!ColumnFormats.Contains(column.Format)) errors.Invalid("format", column.Format, "must be one of " + string.Join(",", ColumnFormats.Skip(1).Order(StringComparer.Ordinal)));
            if (column.JsonPath.Length == 0) errors.Required("jsonPath");
            else if (JsonPath.Parse(column.JsonPath) is null) errors.Invalid("jsonPath", column.JsonPath, "is not a valid json path");
        }
    }

    private static void CheckConversion(CustomResourceConversion conversion, FieldErrors errors)
    {
        Rules.OneOf("strategy", conversion.Strategy, errors, ConversionStrategy.None, ConversionStrategy.Webhook);
        if (conversion.Strategy == ConversionStrategy.Webhook)
        {
            using var _ = errors.At("webhook");
            WebhookValidation.ReviewVersions("conversionReviewVersions", conversion.Webhook?.ConversionReviewVersions ?? [], errors);
            if (conversion.Webhook?.ClientConfig is not { } client) errors.Required("clientConfig", "required when strategy is set to Webhook");
            else
                using (errors.At("clientConfig")) WebhookValidation.Client(client, errors);
        }

        if (conversion.Strategy == ConversionStrategy.None && conversion.Webhook is not null) errors.Forbidden("webhook", "should not be set when strategy is not set to Webhook");
    }
}
