using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers;

/// <summary>Which ConfigMaps, Secrets and claims a pod names.</summary>
public static class PodReferences
{
    /// <param name="resource"><c>configmaps</c>, <c>secrets</c> or <c>persistentvolumeclaims</c>.</param>
    public static bool Names(Pod pod, string resource, string name) => resource == "persistentvolumeclaims"
        ? pod.Spec.Volumes.Any(v => v.PersistentVolumeClaim?.ClaimName == name || (v.Ephemeral is not null && name == $"{pod.Metadata.Name}-{v.Name}"))
        : resource == "secrets"
        ? pod.Spec.ImagePullSecrets.Any(s => s.Name == name) || pod.Spec.Volumes.Any(v => MountsSecret(v, name)) || InEnvironment(pod, e => NamesSecret(e, name), f => f.SecretRef?.Name == name)
        : pod.Spec.Volumes.Any(v => MountsConfigMap(v, name)) || InEnvironment(pod, e => NamesConfigMap(e, name), f => f.ConfigMapRef?.Name == name);

    private static bool MountsSecret(Volume volume, string name) =>
        volume.Secret?.SecretName == name || volume.Projected?.Sources.Any(s => s.Secret?.Name == name) == true || volume.AzureFile?.SecretName == name || ForStorage(volume)?.Name == name;

    /// <summary>The secret by which the storage behind a volume is reached.</summary>
    private static LocalObjectReference? ForStorage(Volume volume) =>
        volume.Csi?.NodePublishSecretRef ?? volume.Cephfs?.SecretRef ?? volume.Cinder?.SecretRef ?? volume.FlexVolume?.SecretRef ?? volume.Rbd?.SecretRef ?? volume.ScaleIO?.SecretRef
            ?? volume.Iscsi?.SecretRef ?? volume.Storageos?.SecretRef;

    private static bool MountsConfigMap(Volume volume, string name) =>
        volume.ConfigMap?.Name == name || volume.Projected?.Sources.Any(s => s.ConfigMap?.Name == name) == true;

    private static bool NamesSecret(EnvVar variable, string name) => variable.ValueFrom?.SecretKeyRef?.Name == name;

    private static bool NamesConfigMap(EnvVar variable, string name) => variable.ValueFrom?.ConfigMapKeyRef?.Name == name;

    private static bool InEnvironment(Pod pod, Func<EnvVar, bool> variable, Func<EnvFromSource, bool> source) =>
        pod.Spec.Containers.Concat(pod.Spec.InitContainers).Any(c => c.Env.Any(variable) || c.EnvFrom.Any(source))
        || pod.Spec.EphemeralContainers.Any(c => c.Env.Any(variable) || c.EnvFrom.Any(source));
}
