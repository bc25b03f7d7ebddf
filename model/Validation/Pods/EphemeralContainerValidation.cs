using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;

namespace Orleans.Kube.Model.Validation;

/// <summary>Ephemeral containers, which look into a running pod and change nothing of it.</summary>
internal static class EphemeralContainerValidation
{
    private const string NotHere = "cannot be set for an Ephemeral Container";

    public static void Validate(EphemeralContainer container, PodSpec spec, IReadOnlyList<Volume> volumes, HashSet<string> names, FieldErrors errors)
    {
        ContainerValidation.Common(EphemeralContainers.AsContainer(container), spec, volumes, errors);
        PodValidation.Image(container.Image, errors);
        if (!names.Add(container.Name)) errors.Duplicate("name", container.Name);
        Target(container.TargetContainerName, spec, errors);
        if (container.Ports.Count > 0) errors.Forbidden("ports", NotHere);
        if (container.LivenessProbe is not null) errors.Forbidden("livenessProbe", NotHere);
        if (container.ReadinessProbe is not null) errors.Forbidden("readinessProbe", NotHere);
        if (container.StartupProbe is not null) errors.Forbidden("startupProbe", NotHere);
        if (container.Lifecycle is not null) errors.Forbidden("lifecycle", NotHere);
        if (container.Resources.Limits.Count + container.Resources.Requests.Count + container.Resources.Claims.Count > 0) errors.Forbidden("resources", NotHere);
        if (container.ResizePolicy.Count > 0) errors.Forbidden("resizePolicy", NotHere);
        if (container.RestartPolicy is not null) errors.Forbidden("restartPolicy", NotHere);
        for (var i = 0; i < container.VolumeMounts.Count; i++)
        {
            if (container.VolumeMounts[i].SubPath.Length > 0) errors.Forbidden($"volumeMounts[{i}].subPath", NotHere);
            if (container.VolumeMounts[i].SubPathExpr.Length > 0) errors.Forbidden($"volumeMounts[{i}].subPathExpr", NotHere);
        }
    }

    private static void Target(string target, PodSpec spec, FieldErrors errors)
    {
        if (target.Length == 0) return;
        if (spec.Containers.All(c => c.Name != target) && spec.InitContainers.All(c => c.Name != target)) errors.NotFound("targetContainerName", target);
    }
}
