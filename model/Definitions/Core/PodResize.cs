using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>Writes of a pod through its view <c>resize</c>: processors and memory of its containers and sidecars change, and nothing else. Pure.</summary>
internal static class PodResize
{
    /// <summary>The pod with the resources that were written; where other containers were written, what was written, to be refused.</summary>
    public static KubeObject Prepare(KubeObject value, KubeObject old)
    {
        var (changed, pod) = ((Pod)value, (Pod)old);
        if (!AreNamedAlike(changed.Spec.Containers, pod.Spec.Containers) || !AreNamedAlike(changed.Spec.InitContainers, pod.Spec.InitContainers)) return changed;
        return pod with
        {
            Metadata = pod.Metadata with { ResourceVersion = changed.Metadata.ResourceVersion, ManagedFields = changed.Metadata.ManagedFields },
            Spec = pod.Spec with
            {
                Containers = Resized(pod.Spec.Containers, changed.Spec.Containers),
                InitContainers = Resized(pod.Spec.InitContainers, changed.Spec.InitContainers),
            },
        };
    }

    public static IReadOnlyList<FieldError> Validate(KubeObject value, KubeObject old)
    {
        var (changed, pod) = ((Pod)value, (Pod)old);
        var errors = new FieldErrors();
        if (Unresizable(changed, pod) is { } why)
        {
            errors.Forbidden(FieldErrors.Whole, why);
            return errors;
        }

        PodValidation.Validate(changed, errors);
        using var _ = errors.At("spec");
        if (QualityOfService.ClassOf(changed.Spec) != (pod.Status.QosClass.Length > 0 ? pod.Status.QosClass : QualityOfService.ClassOf(pod.Spec)))
            errors.Invalid("", pod.Status.QosClass, "Pod QOS Class may not change as a result of resizing");
        if (pod.Status.ContainerStatuses.FirstOrDefault(static s => s.State.Running is not null) is { Resources: null })
            errors.Forbidden("", "Pod running on node without support for resize");
        var before = errors.Count;
        CheckNames("containers", changed.Spec.Containers, pod.Spec.Containers, errors);
        CheckNames("initContainers", changed.Spec.InitContainers, pod.Spec.InitContainers, errors);
        if (errors.Count > before) return errors;

        CheckResources("initContainers", changed.Spec.InitContainers, pod.Spec.InitContainers, errors);
        CheckResources("containers", changed.Spec.Containers, pod.Spec.Containers, errors);
        CheckContainers(changed.Spec.Containers, pod.Spec.Containers, errors);
        CheckInits(changed.Spec.InitContainers, pod.Spec.InitContainers, errors);
        return errors;
    }

    private static string? Unresizable(Pod changed, Pod pod)
    {
        if (HasOwn(pod.Spec) || HasOwn(changed.Spec)) return "pods with pod-level resources cannot be resized";
        if (pod.Metadata.Annotations.ContainsKey(AppArmorAnnotations.Mirror)) return "static pods cannot be resized";
        return pod.Spec.Os is { Name: "windows" } ? "windows pods cannot be resized" : null;

        static bool HasOwn(PodSpec spec) => spec.Resources is { } own && own.Requests.Count + own.Limits.Count > 0;
    }

    private static void CheckNames(string field, IReadOnlyList<Container> changed, IReadOnlyList<Container> old, FieldErrors errors)
    {
        if (changed.Count != old.Count) errors.Forbidden(field, $"{field} may not be added or removed on resize");
        else for (var i = 0; i < old.Count; i++)
            if (changed[i].Name != old[i].Name) errors.Forbidden($"{field}[{i}].name", $"{field} may not be renamed or reordered on resize");
    }

    /// <summary>Nothing that a container had may be taken from it, and no memory while it runs.</summary>
    private static void CheckResources(string field, IReadOnlyList<Container> changed, IReadOnlyList<Container> old, FieldErrors errors)
    {
        for (var i = 0; i < old.Count; i++)
        {
            if (field == "initContainers" && !IsSidecar(old[i])) continue;
            var (now, before) = (changed[i].Resources, old[i].Resources);
            using var _ = errors.At(field, i);
            using var __ = errors.At("resources");
            if (before.Requests.Keys.Any(name => !now.Requests.ContainsKey(name))) errors.Forbidden("requests", "resource requests cannot be removed");
            if (before.Limits.Keys.Any(name => !now.Limits.ContainsKey(name))) errors.Forbidden("limits", "resource limits cannot be removed");
            if (RestartsForMemory(changed[i]) || !now.Limits.TryGetValue(ResourceName.Memory, out var memory)) continue;
            if (!before.Limits.TryGetValue(ResourceName.Memory, out var had)) errors.Forbidden("limits[memory]", "memory limits cannot be added unless resizePolicy is RestartContainer");
            else if (memory < had) errors.Forbidden("limits[memory]", "memory limits cannot be decreased unless resizePolicy is RestartContainer");
        }
    }

    private static void CheckContainers(IReadOnlyList<Container> changed, IReadOnlyList<Container> old, FieldErrors errors)
    {
        for (var i = 0; i < old.Count; i++)
            if (!IsOtherwiseSame(changed[i], old[i])) errors.Forbidden("", "only cpu and memory resources are mutable");
    }

    private static void CheckInits(IReadOnlyList<Container> changed, IReadOnlyList<Container> old, FieldErrors errors)
    {
        for (var i = 0; i < old.Count; i++)
        {
            if (!IsSidecar(old[i]) && !Structural.Equal(changed[i], old[i])) errors.Forbidden("", "resources for non-sidecar init containers are immutable");
            if (IsSidecar(old[i]) && !IsOtherwiseSame(changed[i], old[i])) errors.Forbidden("", "only cpu and memory resources for sidecar containers are mutable");
        }
    }

    private static bool IsOtherwiseSame(Container changed, Container old) =>
        Structural.Equal(Others(changed), Others(old)) && Structural.Equal(changed with { Resources = old.Resources }, old);

    private static bool IsSidecar(Container container) => container.RestartPolicy == ContainerRestartPolicy.Always;

    private static bool AreNamedAlike(IReadOnlyList<Container> one, IReadOnlyList<Container> other) => one.Select(static c => c.Name).SequenceEqual(other.Select(static c => c.Name));

    private static bool RestartsForMemory(Container container) =>
        container.ResizePolicy.Any(static p => p.ResourceName == ResourceName.Memory && p.RestartPolicy == ResourceResizeRestartPolicy.RestartContainer);

    private static IReadOnlyList<Container> Resized(IReadOnlyList<Container> containers, IReadOnlyList<Container> changed) =>
        [.. containers.Zip(changed, static (old, written) => old with { Resources = written.Resources, ResizePolicy = written.ResizePolicy })];

    /// <summary>What a container asks for besides processors and memory.</summary>
    private static Dictionary<string, Quantity> Others(Container container) =>
        container.Resources.Limits.Select(static p => ("limits/" + p.Key, p.Value)).Concat(container.Resources.Requests.Select(static p => ("requests/" + p.Key, p.Value)))
            .Where(static p => !p.Item1.EndsWith("/cpu", StringComparison.Ordinal) && !p.Item1.EndsWith("/memory", StringComparison.Ordinal))
            .ToDictionary(static p => p.Item1, static p => p.Value, StringComparer.Ordinal);
}
