using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Validation;

/// <summary>The spec of persistent volume claims, also where it stands as a template.</summary>
internal static class ClaimValidation
{
    private static readonly string[] ResizeStates =
    [
        ClaimResourceStatus.ControllerResizeInProgress, ClaimResourceStatus.ControllerResizeInfeasible,
        ClaimResourceStatus.NodeResizeInProgress, ClaimResourceStatus.NodeResizeInfeasible, ClaimResourceStatus.NodeResizePending,
    ];

    /// <summary>Sizes that are being given: of storage alone, and in states that there are.</summary>
    public static void Status(PersistentVolumeClaimStatus status, FieldErrors errors)
    {
        foreach (var (name, amount) in status.Capacity)
            if (amount.Sign < 0) errors.Invalid($"status.capacity[{name}]", amount.Value, "must be a valid resource quantity");
        foreach (var (name, state) in status.AllocatedResourceStatuses)
        {
            Sized("status.allocatedResourceStatus", name, errors);
            if (!ResizeStates.Contains(state)) errors.NotSupported("status.allocatedResourceStatus", new BareName(name), ResizeStates);
        }

        foreach (var (name, amount) in status.AllocatedResources)
            if (Sized("status.allocatedResources", name, errors)) ResourceNames.ValidateAmount($"status.allocatedResources[{name}]", ResourceName.Storage, amount, errors);
    }

    private static bool Sized(string field, string name, FieldErrors errors)
    {
        var before = errors.Count;
        errors.InvalidEach(field, name, LabelRules.QualifiedName(name));
        if (errors.Count == before && ResourceNames.IsNative(name) && name != ResourceName.Storage) errors.NotSupported(field, name, ResourceName.Storage);
        return errors.Count == before;
    }

    public static void Template(PersistentVolumeClaimTemplate template, FieldErrors errors)
    {
        using (errors.At("metadata"))
        {
            ObjectMetaValidation.Annotations("annotations", template.Metadata.Annotations, errors);
            ObjectMetaValidation.Labels("labels", template.Metadata.Labels, errors);
            Nothing(template.Metadata, errors);
        }

        using (errors.At("spec")) Spec(template.Spec, errors);
    }

    public static void Spec(PersistentVolumeClaimSpec spec, FieldErrors errors)
    {
        if (spec.AccessModes.Count == 0) errors.Required("accessModes", "at least 1 access mode is required");
        LabelSelectorValidation.Validate("selector", spec.Selector, errors);
        AccessModes(spec.AccessModes, errors);
        if (!spec.Resources.Requests.TryGetValue(ResourceName.Storage, out var storage)) errors.Required("resources[storage]");
        else if (storage.Sign <= 0) errors.Invalid("resources[storage]", storage, "must be greater than zero");
        if (!string.IsNullOrEmpty(spec.StorageClassName)) errors.InvalidEach("storageClassName", spec.StorageClassName, Names.DnsSubdomain(spec.StorageClassName));
        Rules.NoneOrOneOf("volumeMode", spec.VolumeMode, errors, PersistentVolumeMode.Block, PersistentVolumeMode.Filesystem);
        if (spec.DataSource is { } source)
            using (errors.At("dataSource")) Source(source.ApiGroup, source.Kind, source.Name, errors);
        if (spec.DataSourceRef is { } reference)
            using (errors.At("dataSourceRef"))
            {
                Source(reference.ApiGroup, reference.Kind, reference.Name, errors);
                if (!string.IsNullOrEmpty(reference.Namespace)) errors.InvalidEach("namespace", reference.Namespace, Names.DnsLabel(reference.Namespace));
            }

        if (spec is { DataSource: not null, DataSourceRef.Namespace.Length: > 0 })
            errors.Invalid("", errors.Path("dataSource"), "may not be specified when dataSourceRef.namespace is specified");
        else if (spec is { DataSource: { } one, DataSourceRef: { } other } && (one.ApiGroup != other.ApiGroup || one.Kind != other.Kind || one.Name != other.Name))
            errors.Invalid("", errors.Path("dataSource"), "must match dataSourceRef");
    }

    /// <summary>Access modes that are known, ReadWriteOncePod with no other.</summary>
    public static void AccessModes(IReadOnlyList<string> modes, FieldErrors errors)
    {
        foreach (var mode in modes)
            if (!IsAccessMode(mode))
                errors.NotSupported("accessModes", mode, PersistentVolumeAccessMode.ReadOnlyMany, PersistentVolumeAccessMode.ReadWriteMany,
                    PersistentVolumeAccessMode.ReadWriteOnce, PersistentVolumeAccessMode.ReadWriteOncePod);
        if (modes.Contains(PersistentVolumeAccessMode.ReadWriteOncePod) && modes.Any(static m => m != PersistentVolumeAccessMode.ReadWriteOncePod && IsAccessMode(m)))
            errors.Forbidden("accessModes", "may not use ReadWriteOncePod with other access modes");
    }

    private static bool IsAccessMode(string mode) => mode is PersistentVolumeAccessMode.ReadOnlyMany or PersistentVolumeAccessMode.ReadWriteMany
        or PersistentVolumeAccessMode.ReadWriteOnce or PersistentVolumeAccessMode.ReadWriteOncePod;

    private static void Source(string? group, string kind, string name, FieldErrors errors)
    {
        if (name.Length == 0) errors.Required("name");
        if (kind.Length == 0) errors.Required("kind");
        if (string.IsNullOrEmpty(group))
        {
            if (kind != "PersistentVolumeClaim") errors.Invalid("", kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
        }
        else errors.InvalidEach("apiGroup", group, Names.DnsSubdomain(group));
    }

    /// <summary>Of a template, only labels and annotations go to the claim.</summary>
    private static void Nothing(ObjectMeta metadata, FieldErrors errors)
    {
        const string Detail = "cannot be set";
        if (metadata.Name.Length > 0) errors.Forbidden("name", Detail);
        if (metadata.GenerateName.Length > 0) errors.Forbidden("generateName", Detail);
        if (metadata.Namespace.Length > 0) errors.Forbidden("namespace", Detail);
        if (metadata.SelfLink.Length > 0) errors.Forbidden("selfLink", Detail);
        if (metadata.Uid.Length > 0) errors.Forbidden("uID", Detail);
        if (metadata.ResourceVersion.Length > 0) errors.Forbidden("resourceVersion", Detail);
        if (metadata.Generation != 0) errors.Forbidden("generation", Detail);
        if (metadata.CreationTimestamp is not null) errors.Forbidden("creationTimestamp", Detail);
        if (metadata.DeletionTimestamp is not null) errors.Forbidden("deletionTimestamp", Detail);
        if (metadata.DeletionGracePeriodSeconds is not null) errors.Forbidden("deletionGracePeriodSeconds", Detail);
        if (metadata.OwnerReferences.Count > 0) errors.Forbidden("ownerReferences", Detail);
        if (metadata.Finalizers.Count > 0) errors.Forbidden("finalizers", Detail);
        if (metadata.ManagedFields.Count > 0) errors.Forbidden("managedFields", Detail);
    }
}
