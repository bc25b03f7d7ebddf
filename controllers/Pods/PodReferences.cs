using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers;

/// <summary>Which ConfigMaps, Secrets and claims a pod names.</summary>
public static class PodReferences
{
    /// <param name="pod">The pod.</param>
    /// <param name="resource"><c>configmaps</c>, <c>secrets</c> or <c>persistentvolumeclaims</c>.</param>
    /// <param name="name">The object's name.</param>
    public static bool Names(Pod pod, string resource, string name) => All(pod, resource).Contains(name);

    /// <summary>Whether a pod names any.</summary>
    public static bool NamesAny(Pod pod, string resource) => All(pod, resource).Any(static name => name is not null);

    private static IEnumerable<string?> All(Pod pod, string resource) => resource switch
    {
        "persistentvolumeclaims" => pod.Spec.Volumes.Select(v => v.Ephemeral is not null ? $"{pod.Metadata.Name}-{v.Name}" : v.PersistentVolumeClaim?.ClaimName),
        "secrets" => pod.Spec.ImagePullSecrets.Select(static s => s.Name).Concat(pod.Spec.Volumes.SelectMany(MountedSecrets))
            .Concat(InEnvironment(pod, static e => e.ValueFrom?.SecretKeyRef?.Name, static f => f.SecretRef?.Name)),
        _ => pod.Spec.Volumes.SelectMany(MountedConfigMaps).Concat(InEnvironment(pod, static e => e.ValueFrom?.ConfigMapKeyRef?.Name, static f => f.ConfigMapRef?.Name)),
    };

    private static IEnumerable<string?> MountedSecrets(Volume volume) =>
        [volume.Secret?.SecretName, volume.AzureFile?.SecretName, ForStorage(volume)?.Name, .. volume.Projected?.Sources.Select(static s => s.Secret?.Name) ?? []];

    /// <summary>The secret by which the storage behind a volume is reached.</summary>
    private static LocalObjectReference? ForStorage(Volume volume) =>
        volume.Csi?.NodePublishSecretRef ?? volume.Cephfs?.SecretRef ?? volume.Cinder?.SecretRef ?? volume.FlexVolume?.SecretRef ?? volume.Rbd?.SecretRef ?? volume.ScaleIO?.SecretRef
            ?? volume.Iscsi?.SecretRef ?? volume.Storageos?.SecretRef;

    private static IEnumerable<string?> MountedConfigMaps(Volume volume) => [volume.ConfigMap?.Name, .. volume.Projected?.Sources.Select(static s => s.ConfigMap?.Name) ?? []];

    private static IEnumerable<string?> InEnvironment(Pod pod, Func<EnvVar, string?> variable, Func<EnvFromSource, string?> source) =>
        pod.Spec.Containers.Concat(pod.Spec.InitContainers).SelectMany(c => c.Env.Select(variable).Concat(c.EnvFrom.Select(source)))
            .Concat(pod.Spec.EphemeralContainers.SelectMany(c => c.Env.Select(variable).Concat(c.EnvFrom.Select(source))));
}
