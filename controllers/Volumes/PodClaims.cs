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

    /// <summary>
    /// Whether a claim that is deleted stays for the pod: it is on a node, whether it runs or has ended. A claim of its own it needs only until the node is
    /// done with it.
    /// </summary>
    public static bool Uses(Pod pod, PersistentVolumeClaim claim)
    {
        if (pod.Spec.NodeName.Length == 0) return false;
        var isShutDown = pod.Metadata is { DeletionTimestamp: not null, DeletionGracePeriodSeconds: 0 };
        return pod.Spec.Volumes.Any(volume => volume.PersistentVolumeClaim?.ClaimName == claim.Metadata.Name
            || (!isShutDown && volume.Ephemeral is not null && NameOf(pod, volume) == claim.Metadata.Name && IsMadeFor(pod, claim)));
    }

    /// <summary>Whether the pod waits for a node, and the claim for the pod.</summary>
    public static bool Awaits(Pod pod, PersistentVolumeClaim claim) => pod.Spec.NodeName.Length == 0 && !pod.IsFinished() && Names(pod).Contains(claim.Metadata.Name);

    /// <summary>The pods that want a claim of this name made for them alone, and the volume that does.</summary>
    public static IEnumerable<(Pod Pod, Volume Volume)> Wanting(string name, IEnumerable<Pod> pods) => pods
        .Where(static pod => pod.Metadata.DeletionTimestamp is null && !pod.IsFinished())
        .SelectMany(static pod => pod.Spec.Volumes.Where(static v => v.Ephemeral?.VolumeClaimTemplate is not null).Select(volume => (pod, volume)))
        .Where(wanting => NameOf(wanting.pod, wanting.volume) == name);

    /// <summary>The claim of a pod's volume (k8s.io/kubernetes/pkg/controller/volume/ephemeral).</summary>
    public static ObjectCreation Make(Pod pod, Volume volume)
    {
        var template = volume.Ephemeral!.VolumeClaimTemplate!;
        return ObjectCreation.Of(Resources.PersistentVolumeClaims, new PersistentVolumeClaim
        {
            ApiVersion = "v1",
            Kind = "PersistentVolumeClaim",
            Metadata = new()
            {
                Name = NameOf(pod, volume), Namespace = pod.Metadata.Namespace, Labels = template.Metadata.Labels, Annotations = template.Metadata.Annotations,
                OwnerReferences = [pod.ControllerReference()],
            },
            Spec = template.Spec,
        });
    }

    /// <summary>That a pod's volume gets no claim.</summary>
    public static PlannedEvent NotMade(Pod pod, Volume volume, string why) => PlannedEvent.Warning("FailedBinding", $"ephemeral volume {volume.Name}: {why}") with
    {
        Component = "ephemeral_volume", Regarding = new(Resources.Pods, pod.Metadata.Namespace, pod.Metadata.Name),
    };

    /// <summary>Why a claim that was not made for the pod cannot be its volume's.</summary>
    public static string NotItsOwn(Pod pod, string claim) =>
        $"PVC {pod.Metadata.Namespace}/{claim} was not created for pod {pod.Metadata.Namespace}/{pod.Metadata.Name} (pod is not owner)";

    private static string NameOf(Pod pod, Volume volume) => $"{pod.Metadata.Name}-{volume.Name}";
}
