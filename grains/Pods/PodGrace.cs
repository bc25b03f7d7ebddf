using Orleans.Kube.Controllers;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains;

/// <summary>How long a pod that is deleted may take to end (k8s.io/kubernetes/pkg/registry/core/pod, CheckGracefulDelete).</summary>
public static class PodGrace
{
    private const long DefaultSeconds = 30;

    /// <summary>What the request or the pod says; nothing for pods that no node runs or that have ended.</summary>
    public static TimeSpan Of(Pod pod, DeleteOptions options)
    {
        if (pod.Spec.NodeName.Length == 0 || pod.IsFinished()) return TimeSpan.Zero;
        var seconds = options.GracePeriodSeconds ?? pod.Metadata.DeletionGracePeriodSeconds ?? pod.Spec.TerminationGracePeriodSeconds ?? DefaultSeconds;
        return TimeSpan.FromSeconds(seconds < 0 ? 1 : seconds);
    }
}
