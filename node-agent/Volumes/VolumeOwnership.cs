using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>Who may read a pod's volumes. Pure.</summary>
/// <param name="User">The user that all containers of the pod run as; null when they differ or do not say.</param>
/// <param name="Group">The pod's fsGroup.</param>
public sealed record VolumeOwnership(uint? User, uint? Group)
{
    private const int ReadableByGroup = 0b100_100_000;
    private const int ReadableByOwner = 0b110_000_000;

    public static VolumeOwnership Of(PodSpec pod)
    {
        var users = pod.InitContainers.Concat(pod.Containers).Select(c => c.SecurityContext?.RunAsUser ?? pod.SecurityContext?.RunAsUser).Distinct().ToList();
        return new VolumeOwnership(users is [{ } only] ? (uint)only : null, (uint?)pod.SecurityContext?.FsGroup);
    }

    /// <summary>The mode of a file that is only read: the group of the pod may read it.</summary>
    public int ReadOnlyMode(int mode) => Group is null ? mode : mode | ReadableByGroup;

    /// <summary>The mode of a token: nobody's but the pod's user's and group's when the pod names one.</summary>
    public int TokenMode(int mode) => User is null && Group is null ? mode : ReadableByOwner;
}
