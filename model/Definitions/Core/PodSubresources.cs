using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>Writes of a pod through its views: ephemeral containers are added, resources are resized, and nothing else changes.</summary>
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
        using (errors.At("spec"))
        {
            PodSpecValidation.Validate(changed.Spec, errors);
            foreach (var known in pod.Spec.EphemeralContainers)
            {
                var container = changed.Spec.EphemeralContainers.FirstOrDefault(c => c.Name == known.Name);
                if (container is null) errors.Forbidden("ephemeralContainers", $"existing ephemeral containers \"{known.Name}\" may not be removed\n");
                else if (!Structural.Equal(container, known)) errors.Forbidden("ephemeralContainers", $"existing ephemeral containers \"{known.Name}\" may not be changed\n");
            }
        }

        return errors;
    }

    public static KubeObject PrepareResize(KubeObject value, KubeObject old)
    {
        var (changed, pod) = ((Pod)value, (Pod)old);
        return pod with
        {
            Metadata = Written(pod.Metadata, changed.Metadata),
            Spec = pod.Spec with
            {
                Containers = Resized(pod.Spec.Containers, changed.Spec.Containers),
                InitContainers = Resized(pod.Spec.InitContainers, changed.Spec.InitContainers),
            },
        };
    }

    public static IReadOnlyList<FieldError> ValidateResize(KubeObject value, KubeObject old)
    {
        var (changed, pod) = ((Pod)value, (Pod)old);
        var errors = new FieldErrors();
        using var _ = errors.At("spec");
        PodSpecValidation.Validate(changed.Spec, errors);
        if (QualityOfService.ClassOf(changed.Spec) != pod.Status.QosClass && pod.Status.QosClass.Length > 0)
            errors.Invalid("", pod.Status.QosClass, "Pod QOS Class may not change as a result of resizing");
        CheckResize("containers", changed.Spec.Containers, pod.Spec.Containers, errors);
        CheckResize("initContainers", changed.Spec.InitContainers, pod.Spec.InitContainers, errors);
        return errors;
    }

    private static void CheckResize(string field, IReadOnlyList<Container> changed, IReadOnlyList<Container> old, FieldErrors errors)
    {
        for (var i = 0; i < changed.Count; i++)
        {
            var (now, before) = (changed[i].Resources, old[i].Resources);
            if (!Structural.Equal(OtherResources(changed[i]), OtherResources(old[i]))) errors.Forbidden("", "only cpu and memory resources are mutable");
            using var _ = errors.At(field, i);
            if (before.Requests.Keys.Any(name => !now.Requests.ContainsKey(name))) errors.Forbidden("resources.requests", "resource requests cannot be removed");
            if (before.Limits.Keys.Any(name => !now.Limits.ContainsKey(name))) errors.Forbidden("resources.limits", "resource limits cannot be removed");
            if (now.Limits.TryGetValue(ResourceName.Memory, out var memory) && before.Limits.TryGetValue(ResourceName.Memory, out var had) && memory < had && !RestartsForMemory(changed[i]))
                errors.Forbidden("resources.limits", "memory limits cannot be decreased unless resizePolicy is RestartContainer");
        }
    }

    private static bool RestartsForMemory(Container container) =>
        container.ResizePolicy.Any(static p => p.ResourceName == ResourceName.Memory && p.RestartPolicy == ResourceResizeRestartPolicy.RestartContainer);

    private static ObjectMeta Written(ObjectMeta old, ObjectMeta value) => old with { ResourceVersion = value.ResourceVersion, ManagedFields = value.ManagedFields };

    private static IReadOnlyList<Container> Resized(IReadOnlyList<Container> containers, IReadOnlyList<Container> changed) => containers.Map(container =>
        changed.FirstOrDefault(c => c.Name == container.Name) is { } written
            ? container with { Resources = written.Resources, ResizePolicy = written.ResizePolicy }
            : container);

    private static Dictionary<string, Quantity> OtherResources(Container container) =>
        container.Resources.Limits.Select(static p => ("limits/" + p.Key, p.Value)).Concat(container.Resources.Requests.Select(static p => ("requests/" + p.Key, p.Value)))
            .Where(static p => !p.Item1.EndsWith("/cpu", StringComparison.Ordinal) && !p.Item1.EndsWith("/memory", StringComparison.Ordinal))
            .ToDictionary(static p => p.Item1, static p => p.Value, StringComparer.Ordinal);
}
