using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>Writes of a pod through its views: ephemeral containers are added, and nothing else changes.</summary>
internal static class PodSubresources
{
    public static KubeObject PrepareEphemeralContainers(KubeObject value, KubeObject old)
    {
        var (changed, pod) = ((Pod)value, (Pod)old);
        return pod with
        {
            Metadata = Written(pod.Metadata, changed.Metadata),
            Spec = pod.Spec with { EphemeralContainers = changed.Spec.EphemeralContainers },
        };
    }

    public static IReadOnlyList<FieldError> ValidateEphemeralContainers(KubeObject value, KubeObject old)
    {
        var (changed, pod) = ((Pod)value, (Pod)old);
        var errors = new FieldErrors();
        if (pod.Metadata.Annotations.ContainsKey(AppArmorAnnotations.Mirror))
        {
            errors.Forbidden(FieldErrors.Whole, "static pods do not support ephemeral containers");
            return errors;
        }

        PodValidation.Validate(changed, errors);
        foreach (var known in pod.Spec.EphemeralContainers)
        {
            var container = changed.Spec.EphemeralContainers.FirstOrDefault(c => c.Name == known.Name);
            if (container is null) errors.Forbidden("spec.ephemeralContainers", $"existing ephemeral containers \"{known.Name}\" may not be removed\n");
            else if (!Structural.Equal(container, known)) errors.Forbidden("spec.ephemeralContainers", $"existing ephemeral containers \"{known.Name}\" may not be changed\n");
        }

        return errors;
    }

    private static ObjectMeta Written(ObjectMeta old, ObjectMeta value) => old with { ResourceVersion = value.ResourceVersion, ManagedFields = value.ManagedFields };
}
