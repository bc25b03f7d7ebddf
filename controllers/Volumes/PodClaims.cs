using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Volumes;

/// <summary>The claims behind a pod's volumes: those that it names, and those that are made for it alone (generic ephemeral volumes).</summary>
public static class PodClaims
{
    /// <summary>The names of all claims that a pod mounts.</summary>
    public static IEnumerable<string> Names(Pod pod)
    {
        foreach (var volume in pod.Spec.Volumes)
        {
            if (volume.PersistentVolumeClaim is { } source) yield return source.ClaimName;
            else if (volume.Ephemeral is not null) yield return NameOf(pod, volume);
        }
    }

    /// <summary>The names of the claims that are made for the pod.</summary>
    public static IEnumerable<string> Own(Pod pod) => pod.Spec.Volumes.Where(static v => v.Ephemeral is not null).Select(v => NameOf(pod, v));

    /// <summary>Whether a claim of this name was made for the pod; any other of that name is not for it.</summary>
    public static bool IsMadeFor(Pod pod, PersistentVolumeClaim claim) => claim.Metadata.OwnerReferences.Any(o => o.Controller == true && o.Uid == pod.Metadata.Uid);

    /// <summary>Whether a claim that is deleted stays for the pod: it is on a node, whether it runs or has ended. A claim of its own it needs only until the node is done with it.</summary>
    public static bool Uses(Pod pod, PersistentVolumeClaim claim)
    {
        if (pod.Spec.NodeName.Length == 0) return false;
        var isShutDown = pod.Metadata is { DeletionTimestamp: not null, DeletionGracePeriodSeconds: 0 };
        return pod.Spec.Volumes.Any(volume => volume.PersistentVolumeClaim?.ClaimName == claim.Metadata.Name
            || (!isShutDown && volume.Ephemeral is not null && NameOf(pod, volume) == claim.Metadata.Name && IsMadeFor(pod, claim)));
    }

    /// <summary>Whether the pod waits for a node, and the claim for the pod.</summary>
    public static bool Awaits(Pod pod, PersistentVolumeClaim claim) => pod.Spec.NodeName.Length == 0 && !pod.IsFinished() && Names(pod).Contains(claim.Metadata.Name);

    /// <summary>The claim that has to be made because a pod has a volume of this name; null where there is none (k8s.io/kubernetes/pkg/controller/volume/ephemeral).</summary>
    /// <param name="name">The claim's name.</param>
    /// <param name="pods">The pods of its namespace.</param>
    public static ObjectWrite? Missing(string name, IEnumerable<Pod> pods)
    {
        foreach (var pod in pods)
        {
            if (pod.Metadata.DeletionTimestamp is not null || pod.IsFinished()) continue;
            if (pod.Spec.Volumes.FirstOrDefault(v => v.Ephemeral is not null && NameOf(pod, v) == name)?.Ephemeral?.VolumeClaimTemplate is not { } template) continue;
            return ObjectCreation.Of(Resources.PersistentVolumeClaims, new PersistentVolumeClaim
            {
                ApiVersion = "v1",
                Kind = "PersistentVolumeClaim",
                Metadata = new()
                {
                    Name = name, Namespace = pod.Metadata.Namespace, Labels = template.Metadata.Labels, Annotations = template.Metadata.Annotations,
                    OwnerReferences = [pod.ControllerReference()],
                },
                Spec = template.Spec,
            });
        }

        return null;
    }

    private static string NameOf(Pod pod, Volume volume) => $"{pod.Metadata.Name}-{volume.Name}";
}
