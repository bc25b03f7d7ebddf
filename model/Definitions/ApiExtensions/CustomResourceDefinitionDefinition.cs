using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>customresourcedefinitions: resources that users add to the API.</summary>
public sealed class CustomResourceDefinitionDefinition : ResourceDefinition<CustomResourceDefinition>
{
    public override string Plural => "customresourcedefinitions";

    public override bool NeedsQualifiedFinalizers => false;

    public override bool Namespaced => false;

    public override IReadOnlyList<string> ShortNames => ["crd", "crds"];

    public override IReadOnlyList<string> Categories => ["api-extensions"];

    public override bool HasStatus => true;

    public override bool AllowsUnconditionalUpdate => false;

    public override IReadOnlyList<TableColumn> Columns { get; } =
        [new("Created At", "date", "When the object was created.", static (o, _) => o.Metadata.CreationTimestamp is { } time ? Timestamp.Text(time) : null)];

    protected override bool StatusKeepsMetadata => false;

    protected override CustomResourceDefinition Default(CustomResourceDefinition value)
    {
        var (spec, names) = (value.Spec, value.Spec.Names);
        if (names.Singular.Length > 0 && names.ListKind.Length > 0 && spec.Conversion is not null) return value;
        return value with
        {
            Spec = spec with
            {
                Conversion = spec.Conversion ?? new CustomResourceConversion { Strategy = ConversionStrategy.None },
                Names = names with
                {
                    Singular = names.Singular.Length > 0 ? names.Singular : names.Kind.ToLowerInvariant(),
                    ListKind = names.ListKind.Length > 0 || names.Kind.Length == 0 ? names.ListKind : names.Kind + "List",
                },
            },
        };
    }

    protected override CustomResourceDefinition PrepareForCreate(CustomResourceDefinition value) => WithStoredVersion(value with { Status = new CustomResourceDefinitionStatus() });

    protected override CustomResourceDefinition PrepareForUpdate(CustomResourceDefinition value, CustomResourceDefinition old) => WithStoredVersion(value);

    protected override void ValidateCreate(CustomResourceDefinition value, FieldErrors errors) => CustomResourceDefinitionValidation.Validate(value, errors);

    /// <summary>A spec that stays as it is may have been right by the rules of its time: its definition can be written, and deleted.</summary>
    protected override void ValidateUpdate(CustomResourceDefinition value, CustomResourceDefinition old, FieldErrors errors)
    {
        if (Structural.Equal(value.Spec, old.Spec)) return;
        CustomResourceDefinitionValidation.Validate(value, errors);
        CustomResourceDefinitionValidation.ValidateUpdate(value, old, errors);
    }

    protected override void ValidateStatusUpdate(CustomResourceDefinition value, CustomResourceDefinition old, FieldErrors errors)
    {
        using var _ = errors.At("status");
        if (value.Status is not { } status) return;
        if (status.StoredVersions.Count == 0) errors.Invalid("storedVersions", status.StoredVersions, "must have at least one stored version");
        var storage = value.Spec.Versions.FirstOrDefault(static v => v.Storage)?.Name ?? "";
        if (storage.Length > 0 && !status.StoredVersions.Contains(storage)) errors.Invalid("storedVersions", status.StoredVersions, $"must have the storage version {storage}");
    }

    protected override CustomResourceDefinition WithStatusOf(CustomResourceDefinition target, CustomResourceDefinition source) => target with { Status = source.Status };

    /// <summary>Objects may be stored in the version that is the storage version now, and in all that were.</summary>
    private static CustomResourceDefinition WithStoredVersion(CustomResourceDefinition value)
    {
        var status = value.Status ?? new CustomResourceDefinitionStatus();
        var storage = value.Spec.Versions.FirstOrDefault(static v => v.Storage)?.Name;
        return storage is null || status.StoredVersions.Contains(storage) ? value : value with { Status = status with { StoredVersions = [.. status.StoredVersions, storage] } };
    }
}
