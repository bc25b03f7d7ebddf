using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;

namespace Orleans.Kube.Model.Validation;

/// <summary>What of a claim may change: a bound one may grow, and a class may be named that was not (ValidatePersistentVolumeClaimUpdate).</summary>
internal static class ClaimUpdateValidation
{
    private const string ClassAnnotation = "volume.beta.kubernetes.io/storage-class";
    private const string Immutable = "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims";

    public static void Validate(PersistentVolumeClaim value, PersistentVolumeClaim old, FieldErrors errors)
    {
        var (annotation, known) = (value.Metadata.Annotations.GetValueOrDefault(ClassAnnotation), old.Metadata.Annotations.GetValueOrDefault(ClassAnnotation));
        var isNamed = old.Spec.StorageClassName is null && value.Spec.StorageClassName is { } name && (known is null || known == name);
        var isMoved = isNamed && known is not null && (annotation is null || annotation == known);
        if (!isMoved && (annotation ?? "") != (known ?? "")) errors.Invalid($"metadata.annotations.{ClassAnnotation}", annotation ?? "", "field is immutable");

        var kept = WithChangeableOf(value.Spec, old.Spec, isNamed, old.Status.Phase == PersistentVolumeClaimPhase.Bound);
        if (!Structural.Equal(kept, old.Spec)) errors.Forbidden("spec", $"{Immutable}\n");
        Size(value, old, errors);
        errors.Immutable("volumeMode", value.Spec.VolumeMode, old.Spec.VolumeMode);
    }

    /// <summary>The new spec with all that may change put back to what it was.</summary>
    private static PersistentVolumeClaimSpec WithChangeableOf(PersistentVolumeClaimSpec spec, PersistentVolumeClaimSpec old, bool isNamed, bool isBound)
    {
        if (old.VolumeName.Length == 0) spec = spec with { VolumeName = "" };
        if (isNamed) spec = spec with { StorageClassName = null };
        if (!isBound) return spec;
        if (spec.VolumeAttributesClassName is not null) spec = spec with { VolumeAttributesClassName = old.VolumeAttributesClassName };
        return old.Resources.Requests.TryGetValue(ResourceName.Storage, out var size)
            ? spec with { Resources = spec.Resources with { Requests = spec.Resources.Requests.With(ResourceName.Storage, size) } }
            : spec;
    }

    /// <summary>A claim that cannot grow so far may be made smaller again, but not as small as it is.</summary>
    private static void Size(PersistentVolumeClaim value, PersistentVolumeClaim old, FieldErrors errors)
    {
        var (size, before) = (value.Spec.Resources.Requests.GetValueOrDefault(ResourceName.Storage), old.Spec.Resources.Requests.GetValueOrDefault(ResourceName.Storage));
        if (size < before && size <= old.Status.Capacity.GetValueOrDefault(ResourceName.Storage))
            errors.Forbidden("spec.resources.requests.storage", "field can not be less than status.capacity");
    }
}
