using System.Security.Cryptography;
using System.Text;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.NodeAgent.Csi;

/// <summary>A volume of a CSI driver as a pod asks for it: a persistent one, or one that its spec describes and that lives as long as the pod.</summary>
public sealed record CsiSource
{
    /// <summary>The name of the persistent volume, or that of the volume in the pod.</summary>
    public required string Name { get; init; }

    public required string Driver { get; init; }

    /// <summary>The volume's id with the driver.</summary>
    public required string Handle { get; init; }

    public string FsType { get; init; } = "";

    public bool IsReadOnly { get; init; }

    public bool IsBlock { get; init; }

    /// <summary>Whether it lives as long as the pod.</summary>
    public bool IsEphemeral { get; init; }

    public IReadOnlyList<string> AccessModes { get; init; } = [];

    public IReadOnlyList<string> MountOptions { get; init; } = [];

    public IReadOnlyDictionary<string, string> Attributes { get; init; } = EmptyMap<string>.Value;

    public SecretReference? StageSecret { get; init; }

    public SecretReference? PublishSecret { get; init; }

    public SecretReference? ExpandSecret { get; init; }

    /// <summary>The volume's name among those that are attached to a node.</summary>
    public string UniqueName => $"kubernetes.io/csi/{Driver}^{Handle}";

    /// <summary>The name of the VolumeAttachment that attaches it to a node.</summary>
    public string AttachmentName(string node) => $"csi-{Hash($"{Handle}{Driver}{node}")}";

    /// <summary>A persistent volume.</summary>
    public static CsiSource Of(PersistentVolume volume, CSIPersistentVolumeSource csi, bool isReadOnly) => new()
    {
        Name = volume.Metadata.Name,
        Driver = csi.Driver,
        Handle = csi.VolumeHandle,
        FsType = csi.FsType,
        IsReadOnly = isReadOnly,
        IsBlock = volume.Spec.VolumeMode == "Block",
        AccessModes = volume.Spec.AccessModes,
        MountOptions = volume.Spec.MountOptions,
        Attributes = csi.VolumeAttributes,
        StageSecret = csi.NodeStageSecretRef,
        PublishSecret = csi.NodePublishSecretRef,
        ExpandSecret = csi.NodeExpandSecretRef,
    };

    /// <summary>A volume that a pod's spec describes.</summary>
    public static CsiSource Of(Pod pod, string volume, CSIVolumeSource csi) => new()
    {
        Name = volume,
        Driver = csi.Driver,
        Handle = $"csi-{Hash($"{pod.Metadata.Uid}{volume}")}",
        FsType = csi.FsType ?? "",
        IsReadOnly = csi.ReadOnly == true,
        IsEphemeral = true,
        AccessModes = [PersistentVolumeAccessMode.ReadWriteOnce],
        Attributes = csi.VolumeAttributes,
        PublishSecret = csi.NodePublishSecretRef is { } secret ? new() { Name = secret.Name, Namespace = pod.Metadata.Namespace } : null,
    };

    /// <summary>Whether the agent gives the volume's files to the pod's group.</summary>
    /// <param name="policy">The driver's, <c>ReadWriteOnceWithFSType</c> where it says none.</param>
    public bool TakesGroup(string? policy) => !IsReadOnly && !IsBlock && policy switch
    {
        "File" => true,
        "None" => false,
        _ => FsType.Length > 0 && !IsEphemeral && AccessModes.Any(static m => m is PersistentVolumeAccessMode.ReadWriteOnce or PersistentVolumeAccessMode.ReadWriteOncePod),
    };

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
