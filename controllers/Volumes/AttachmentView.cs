using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Storage;

namespace Orleans.Kube.Controllers.Volumes;

/// <summary>What the planner of a volume's attachments looks at.</summary>
/// <param name="Volume">The volume, of a CSI driver.</param>
public sealed record AttachmentView(PersistentVolume Volume)
{
    /// <summary>What is known of the driver; null where nobody has said anything.</summary>
    public CSIDriver? Driver { get; init; }

    /// <summary>The pods that name the volume's claim and have a node.</summary>
    public IReadOnlyList<Pod> Pods { get; init; } = [];

    /// <summary>The attachments of the volume.</summary>
    public IReadOnlyList<VolumeAttachment> Attachments { get; init; } = [];

    /// <summary>The nodes of all those, as far as they are there.</summary>
    public IReadOnlyDictionary<string, Node> Nodes { get; init; } = new Dictionary<string, Node>();

    /// <summary>What the last plan left to be remembered.</summary>
    public AttachmentMemory Memory { get; init; } = AttachmentMemory.Empty;
}
