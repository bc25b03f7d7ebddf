using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Storage;

namespace Orleans.Kube.Controllers.Volumes;

/// <summary>Volumes that are folders on a node. The folder itself is the agent's: it makes it when a pod mounts it, and removes it after the volume.</summary>
public static class LocalVolumes
{
    private const string Hostname = "kubernetes.io/hostname";

    /// <summary>A volume for the claim on its selected node.</summary>
    internal static ClaimPlan Plan(ClaimView view, StorageClass @class)
    {
        if (view.Node is not { } node)
        {
            return ClaimPlanner.Pending(view.Claim, PlannedEvent.Warning("ProvisioningFailed",
                $"failed to provision volume with StorageClass \"{@class.Metadata.Name}\": the class needs volumeBindingMode WaitForFirstConsumer, because its volumes belong to a node"));
        }

        if (node.Metadata.Annotations.GetValueOrDefault(VolumeMarks.VolumesPath) is not { Length: > 0 } folder)
        {
            return ClaimPlanner.Pending(view.Claim, PlannedEvent.Warning("ProvisioningFailed",
                $"failed to provision volume with StorageClass \"{@class.Metadata.Name}\": node {node.Metadata.Name} keeps no local volumes"));
        }

        var volume = Volume(view.Claim, @class, node, folder);
        return new ClaimPlan
        {
            Volume = ObjectCreation.Of(Resources.PersistentVolumes, volume),
            Events = [PlannedEvent.Normal("ProvisioningSucceeded", $"Successfully provisioned volume {volume.Metadata.Name}")],
        };
    }

    private static PersistentVolume Volume(PersistentVolumeClaim claim, StorageClass @class, Node node, string folder)
    {
        var name = $"pvc-{claim.Metadata.Uid}";
        return new PersistentVolume
        {
            ApiVersion = "v1", Kind = "PersistentVolume",
            Metadata = new ObjectMeta
            {
                Name = name, Annotations = new Dictionary<string, string> { [VolumeMarks.ProvisionedBy] = VolumeMarks.LocalProvisioner },
            },
            Spec = new PersistentVolumeSpec
            {
                Capacity = new Dictionary<string, Model.Quantity> { [ResourceName.Storage] = claim.Spec.Resources.Requests[ResourceName.Storage] },
                AccessModes = claim.Spec.AccessModes, VolumeMode = claim.Spec.VolumeMode,
                ClaimRef = ClaimBinding.Reference(claim), StorageClassName = @class.Metadata.Name, MountOptions = @class.MountOptions,
                PersistentVolumeReclaimPolicy = @class.ReclaimPolicy ?? PersistentVolumeReclaimPolicy.Delete,
                Local = new LocalVolumeSource { Path = $"{folder.TrimEnd('/')}/{name}" },
                NodeAffinity = new VolumeNodeAffinity { Required = Only(node) },
            },
        };
    }

    private static NodeSelector Only(Node node) => new()
    {
        NodeSelectorTerms =
        [
            new NodeSelectorTerm
            {
                MatchExpressions =
                [
                    new NodeSelectorRequirement
                    {
                        Key = Hostname, Operator = NodeSelectorOperator.In, Values = [node.Metadata.Labels.GetValueOrDefault(Hostname, node.Metadata.Name)],
                    },
                ],
            },
        ],
    };
}
