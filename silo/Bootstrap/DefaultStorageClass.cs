using Orleans.Kube.Controllers.Volumes;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Storage;

namespace Orleans.Kube.Silo.Bootstrap;

/// <summary>The storage class of folders on nodes, which claims get that name none.</summary>
internal static class DefaultStorageClass
{
    public static StorageClass Local() => new()
    {
        ApiVersion = "storage.k8s.io/v1", Kind = "StorageClass",
        Metadata = new ObjectMeta { Name = "local", Annotations = new Dictionary<string, string> { [VolumeMarks.IsDefaultClass] = "true" } },
        Provisioner = VolumeMarks.LocalProvisioner,
        ReclaimPolicy = PersistentVolumeReclaimPolicy.Delete,
        VolumeBindingMode = VolumeBindingMode.WaitForFirstConsumer,
    };
}
