using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>Whether the machine can confine a pod as it asks for. Pure.</summary>
public static class AppArmorAdmission
{
    /// <summary>Why the node refuses the pod, in kubelet's words, or null when it takes it.</summary>
    /// <param name="pod">The newcomer.</param>
    /// <param name="isEnabled">Whether the machine's kernel has AppArmor.</param>
    public static PodVerdict? Check(Pod pod, bool isEnabled) =>
        !isEnabled && PodContainers.All(pod.Spec).Any(c => IsAskedFor(c.Container.SecurityContext?.AppArmorProfile ?? pod.Spec.SecurityContext?.AppArmorProfile))
            ? new PodVerdict("AppArmor", "Cannot enforce AppArmor: AppArmor is not enabled on the host")
            : null;

    private static bool IsAskedFor(AppArmorProfile? profile) => profile is { Type: not AppArmorProfileType.Unconfined };
}
