using System.Text;
using Orleans.Kube.Model.ApiExtensions;

namespace Orleans.Kube.Model.Validation;

/// <summary>What a CustomResourceDefinition must be (k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation).</summary>
internal static class CustomResourceDefinitionValidation
{
    private const string Approval = "api-approved.kubernetes.io";
    private const string ApprovalSource = "see https://github.com/kubernetes/enhancements/pull/1111";
    private const int MaximumWarning = 256;

    private static readonly string[] ColumnTypes = ["integer", "number", "string", "boolean", "date"];
    private static readonly string[] ColumnFormats = ["", "int32", "int64", "float", "double", "byte", "date", "date-time", "password"];

    public static void Validate(CustomResourceDefinition value, FieldErrors errors)
    {
        var expected = $"{value.Spec.Names.Plural}.{value.Spec.Group}";
        if (value.Metadata.Name != expected) errors.Invalid("metadata.name", value.Metadata.Name, "must be spec.names.plural+\".\"+spec.group");
        using (errors.At("spec")) CheckSpec(value.Spec, errors);
        using (errors.At("status")) CheckStored(value, errors);
        CheckApproval(value, errors);
        if (value.Spec.PreserveUnknownFields)
            errors.Invalid("spec.preserveUnknownFields", true, "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead");
    }

    public static void ValidateUpdate(CustomResourceDefinition value, CustomResourceDefinition old, FieldErrors errors)
    {
        using var _ = errors.At("spec");
        if (old.Status?.Conditions.Any(static c => c is { Type: CustomResourceDefinitionConditionType.Established, Status: "True" }) == true)
        {
            errors.Immutable("scope", value.Spec.Scope, old.Spec.Scope);
            errors.Immutable("names.kind", value.Spec.Names.Kind, old.Spec.Names.Kind);
        }

        errors.Immutable("group", value.Spec.Group, old.Spec.Group);
        errors.Immutable("names.plural", value.Spec.Names.Plural, old.Spec.Names.Plural);
    }

    private static void CheckSpec(CustomResourceDefinitionSpec spec, FieldErrors errors)
    {
        CheckGroup(spec.Group, errors);
        Rules.OneOf("scope", spec.Scope, errors, ResourceScope.Cluster, ResourceScope.Namespaced);
        var shared = new SharedParts(spec);
        for (var i = 0; i < spec.Versions.Count; i++)
            if (spec.Versions[i].Schema?.OpenAPIV3Schema is null) errors.Required($"versions[{i}].schema.openAPIV3Schema", "schemas are required");
        CheckVersions(spec, shared, errors);
        using (errors.At("names")) CheckNames(spec.Names, errors);
        CheckShared(spec, shared, errors);
        if (spec.Conversion is { } conversion)
            using (errors.At("conversion")) CheckConversion(conversion, errors);
    }

    /// <summary>Objects may be stored in the storage version, and in any that was it.</summary>
    private static void CheckStored(CustomResourceDefinition value, FieldErrors errors)
    {
        var stored = value.Status?.StoredVersions ?? [];
        if (stored.Count == 0)
        {
            errors.Invalid("storedVersions", stored, "must have at least one stored version");
            return;
        }

        foreach (var version in value.Spec.Versions)
            if (version.Storage && !stored.Contains(version.Name)) errors.Invalid("storedVersions", stored, $"must have the storage version {version.Name}");
        for (var i = 0; i < stored.Count; i++)
        {
            var name = stored[i];
            if (value.Spec.Versions.All(v => v.Name != name))
                errors.Invalid($"storedVersions[{i}]", name, $"missing from spec.versions; {name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in {name} and removes {name} from status.storedVersions");
        }
    }

    private static void CheckApproval(CustomResourceDefinition value, FieldErrors errors)
    {
        var group = value.Spec.Group;
        if (!(group is "k8s.io" or "kubernetes.io" || group.EndsWith(".k8s.io", StringComparison.Ordinal) || group.EndsWith(".kubernetes.io", StringComparison.Ordinal))) return;
        var (field, approval) = ($"metadata.annotations[{Approval}]", value.Metadata.Annotations.GetValueOrDefault(Approval, ""));
        if (approval.Length == 0) errors.Required(field, $"protected groups must have approval annotation \"{Approval}\", {ApprovalSource}");
        else if (!approval.StartsWith("unapproved", StringComparison.Ordinal) && !(Uri.TryCreate(approval, UriKind.Absolute, out var url) && url.Host.Length > 0))
            errors.Invalid(field, approval, $"protected groups must have approval annotation \"{Approval}\" with either a URL or a reason starting with \"unapproved\", {ApprovalSource}");
    }

    private static void CheckGroup(string group, FieldErrors errors)
    {
        if (group.Length == 0) errors.Required("group");
        else if (Names.DnsSubdomain(group).ToList() is { Count: > 0 } problems) errors.Invalid("group", group, string.Join(',', problems));
        else if (!group.Contains('.')) errors.Invalid("group", group, "should be a domain with at least one dot");
    }

    private static void CheckNames(CustomResourceDefinitionNames names, FieldErrors errors)
    {
        foreach (var (field, name) in ((string, string)[])[("plural", names.Plural), ("singular", names.Singular), ("kind", names.Kind), ("listKind", names.ListKind)])
            if (name.Length == 0) errors.Required(field);
        Label("plural", names.Plural, errors);
        Label("singular", names.Singular, errors);
        MixedLabel("kind", names.Kind, errors);
        MixedLabel("listKind", names.ListKind, errors);
        for (var i = 0; i < names.ShortNames.Count; i++) errors.InvalidEach($"shortNames[{i}]", names.ShortNames[i], Names.Dns1035Label(names.ShortNames[i]));
        if (names.Kind == names.ListKind && names.Kind.Length > 0) errors.Invalid("listKind", names.ListKind, "kind and listKind may not be the same");
        for (var i = 0; i < names.Categories.Count; i++) errors.InvalidEach($"categories[{i}]", names.Categories[i], Names.Dns1035Label(names.Categories[i]));
    }

    private static void Label(string field, string name, FieldErrors errors)
    {
        if (name.Length > 0) errors.InvalidEach(field, name, Names.Dns1035Label(name));
    }

    private static void MixedLabel(string field, string name, FieldErrors errors)
    {
        if (name.Length > 0) errors.InvalidEach(field, name, Names.Dns1035Label(name.ToLowerInvariant()).Select(static p => $"may have mixed case, but should otherwise match: {p}").ToList());
    }

    private static void CheckVersions(CustomResourceDefinitionSpec spec, SharedParts shared, FieldErrors errors)
    {
        for (var i = 0; i < spec.Versions.Count; i++)
        {
            using var _ = errors.At("versions", i);
            var version = spec.Versions[i];
            errors.InvalidEach("name", version.Name, Names.Dns1035Label(version.Name));
            CheckWarning(version, errors);
            if (!shared.Schema && version.Schema?.OpenAPIV3Schema is { } schema) CheckSchema(schema, errors.Path("schema.openAPIV3Schema"), version.Subresources?.Status is not null, errors);
            if (!shared.Subresources) CheckSubresources(version.Subresources, errors);
            if (!shared.Columns) CheckColumns(version.AdditionalPrinterColumns, errors);
            if (!shared.Fields) CheckFields(version, errors);
        }

        if (spec.Versions.DistinctBy(static v => v.Name).Count() < spec.Versions.Count) errors.Invalid("versions", spec.Versions, "must contain unique version names");
        if (spec.Versions.Count(static v => v.Storage) != 1) errors.Invalid("versions", spec.Versions, "must have exactly one version marked as storage version");
        if (spec.Versions.Count > 0 && spec.Versions[0].Name is { Length: > 0 } first) errors.InvalidEach("version", first, Names.Dns1035Label(first));
    }

    private static void CheckWarning(CustomResourceDefinitionVersion version, FieldErrors errors)
    {
        if (version.DeprecationWarning is not { } warning) return;
        if (!version.Deprecated)
        {
            errors.Invalid("deprecationWarning", warning, "can only be set for deprecated versions");
            return;
        }

        if (Encoding.UTF8.GetByteCount(warning) > MaximumWarning) errors.Invalid("deprecationWarning", warning, $"must be <= {MaximumWarning} characters long");
        if (warning.Length == 0) errors.Invalid("deprecationWarning", warning, "must not be an empty string");
        if (GoText.Unprintable(warning) is { } at) errors.Invalid("deprecationWarning", warning, $"must only contain printable UTF-8 characters; non-printable character found at index {at}");
    }

    /// <summary>What all versions have in common Kubernetes checks once, at the place where it stood before there were versions.</summary>
    private static void CheckShared(CustomResourceDefinitionSpec spec, SharedParts shared, FieldErrors errors)
    {
        if (spec.Versions.Count == 0) return;
        var first = spec.Versions[0];
        if (shared.Schema) CheckSchema(first.Schema!.OpenAPIV3Schema!, errors.Path("validation.openAPIV3Schema"), spec.Versions.Any(static v => v.Subresources?.Status is not null), errors);
        if (shared.Subresources) CheckSubresources(first.Subresources, errors);
        if (shared.Columns) CheckColumns(first.AdditionalPrinterColumns, errors);
        if (shared.Fields) CheckFields(first, errors);
    }

    private static void CheckFields(CustomResourceDefinitionVersion version, FieldErrors errors)
    {
        if (version.SelectableFields.Count > 0 && version.Schema?.OpenAPIV3Schema is { } schema) SelectableFieldValidation.Validate(version.SelectableFields, schema, errors);
    }

    private static void CheckSchema(JSONSchemaProps schema, string path, bool hasStatus, FieldErrors errors)
    {
        var before = errors.Count;
        if (hasStatus) RootSchemaValidation.Validate(schema, path, errors);
        if (schema.Nullable) errors.Add(FieldError.Forbidden($"{path}.nullable", "nullable cannot be true at the root"));
        var unsupported = StructuralSchemaValidation.Unsupported(schema);
        if (unsupported is null)
        {
            var sound = errors.Count;
            StructuralSchemaValidation.Validate(schema, path, errors);
            if (errors.Count == sound) SchemaDefaultValidation.Validate(schema, path, errors);
        }

        OpenApiSchemaValidation.Validate(schema, path, errors);
        if (errors.Count > before) return;
        if (unsupported is not null) errors.Add(FieldError.Invalid(path, "", unsupported));
        else SchemaRuleValidation.Validate(schema, path, errors);
    }

    private static void CheckSubresources(CustomResourceSubresources? subresources, FieldErrors errors)
    {
        if (subresources?.Scale is not { } scale) return;
        using var outer = errors.At("subresources");
        using var inner = errors.At("scale");
        ReplicasPath("specReplicasPath", scale.SpecReplicasPath, ".spec.", errors);
        ReplicasPath("statusReplicasPath", scale.StatusReplicasPath, ".status.", errors);
        if (scale.LabelSelectorPath is not { Length: > 0 } selector || !IsSimple("labelSelectorPath", selector, errors)) return;
        if (!selector.StartsWith(".spec.", StringComparison.Ordinal) && !selector.StartsWith(".status.", StringComparison.Ordinal))
            errors.Invalid("labelSelectorPath", selector, "should be a json path under either .spec or .status");
    }

    private static void ReplicasPath(string field, string path, string prefix, FieldErrors errors)
    {
        if (path.Length == 0) errors.Required(field);
        else if (IsSimple(field, path, errors) && !path.StartsWith(prefix, StringComparison.Ordinal)) errors.Invalid(field, path, $"should be a json path under {prefix[..^1]}");
    }

    private static bool IsSimple(string field, string path, FieldErrors errors)
    {
        if (path.StartsWith('.')) return true;
        errors.Invalid(field, path, "must be a simple json path starting with .");
        return false;
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
            if (column.JsonPath.Length == 0) errors.Required("JSONPath");
            else IsSimple("JSONPath", column.JsonPath, errors);
        }
    }

    private static void CheckConversion(CustomResourceConversion conversion, FieldErrors errors)
    {
        const string NotWebhook = "should not be set when strategy is not set to Webhook";
        Rules.OneOf("strategy", conversion.Strategy, errors, ConversionStrategy.None, ConversionStrategy.Webhook);
        var (client, versions) = (conversion.Webhook?.ClientConfig, conversion.Webhook?.ConversionReviewVersions ?? []);
        if (conversion.Strategy != ConversionStrategy.Webhook)
        {
            if (client is not null) errors.Forbidden("webhookClientConfig", NotWebhook);
            if (versions.Count > 0) errors.Forbidden("conversionReviewVersions", NotWebhook);
            return;
        }

        if (client is null) errors.Required("webhookClientConfig", "required when strategy is set to Webhook");
        else
            using (errors.At("webhookClientConfig")) WebhookValidation.Client(client, errors);
        if (versions.Count == 0) errors.Required("conversionReviewVersions");
        else WebhookValidation.ReviewVersions("conversionReviewVersions", versions, errors);
    }

    /// <summary>What is the same in all versions.</summary>
    private readonly struct SharedParts(CustomResourceDefinitionSpec spec)
    {
        public bool Schema { get; } = Has(spec, static v => v.Schema?.OpenAPIV3Schema);

        public bool Subresources { get; } = Has(spec, static v => v.Subresources);

        public bool Columns { get; } = Has(spec, static v => v.AdditionalPrinterColumns);

        public bool Fields { get; } = Has(spec, static v => v.SelectableFields);

        private static bool Has(CustomResourceDefinitionSpec spec, Func<CustomResourceDefinitionVersion, object?> part) =>
            spec.Versions.All(v => part(v) is { } one && Structural.Equal(one, part(spec.Versions[0])));
    }
}
