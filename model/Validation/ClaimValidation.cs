using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>The spec of persistent volume claims, also where it stands as a template.</summary>
internal static class ClaimValidation
{
    public static void Template(PersistentVolumeClaimTemplate template, FieldErrors errors)
    {
        using (errors.At("metadata"))
        {
            ObjectMetaValidation.Labels("labels", template.Metadata.Labels, errors);
            ObjectMetaValidation.Annotations("annotations", template.Metadata.Annotations, errors);
        }

        using (errors.At("spec")) Spec(template.Spec, errors);
    }

    public static void Spec(PersistentVolumeClaimSpec spec, FieldErrors errors)
    {
        AccessModes(spec.AccessModes, errors);
        LabelSelectorValidation.Validate("selector", spec.Selector, errors);
        if (!spec.Resources.Requests.TryGetValue(ResourceName.Storage, out var storage)) errors.Required("resources[storage]");
        else if (storage.Sign <= 0) errors.Invalid("resources[storage]", storage, "must be greater than zero");
        if (!string.IsNullOrEmpty(spec.StorageClassName)) errors.InvalidEach("storageClassName", spec.StorageClassName, Names.DnsSubdomain(spec.StorageClassName));
        Rules.NoneOrOneOf("volumeMode", spec.VolumeMode, errors, PersistentVolumeMode.Block, PersistentVolumeMode.Filesystem);
        if (spec.DataSource is { } source)
            using (errors.At("dataSource")) Source(source.ApiGroup, source.Kind, source.Name, errors);
        if (spec.DataSourceRef is { } reference)
            using (errors.At("dataSourceRef")) Source(reference.ApiGroup, reference.Kind, reference.Name, errors);
        if (!string.IsNullOrEmpty(spec.VolumeAttributesClassName))
            errors.InvalidEach("volumeAttributesClassName", spec.VolumeAttributesClassName, Names.DnsSubdomain(spec.VolumeAttributesClassName));
    }

    /// <summary>Access modes: at least one, and ReadWriteOncePod with no other.</summary>
    public static void AccessModes(IReadOnlyList<string> modes, FieldErrors errors)
    {
        if (modes.Count == 0) errors.Required("accessModes", "at least 1 access mode is required");
        foreach (var mode in modes)
            if (!IsAccessMode(mode))
                errors.NotSupported("accessModes", mode, PersistentVolumeAccessMode.ReadOnlyMany, PersistentVolumeAccessMode.ReadWriteMany,
                    PersistentVolumeAccessMode.ReadWriteOnce, PersistentVolumeAccessMode.ReadWriteOncePod);
        if (modes.Count > 1 && modes.Contains(PersistentVolumeAccessMode.ReadWriteOncePod))
            errors.Forbidden("accessModes", "may not use ReadWriteOncePod with other access modes");
    }

    private static bool IsAccessMode(string mode) => mode is PersistentVolumeAccessMode.ReadOnlyMany or PersistentVolumeAccessMode.ReadWriteMany
        or PersistentVolumeAccessMode.ReadWriteOnce or PersistentVolumeAccessMode.ReadWriteOncePod;

    private static void Source(string? group, string kind, string name, FieldErrors errors)
    {
        if (name.Length == 0) errors.Required("name");
        if (kind.Length == 0) errors.Required("kind");
        if (string.IsNullOrEmpty(group) && kind.Length > 0 && kind != "PersistentVolumeClaim")
            errors.Invalid("", kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
    }
}
