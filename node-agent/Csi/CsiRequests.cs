using System.Text;
using System.Text.Json;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Storage;
using Orleans.Kube.NodeAgent.Csi.Protocol;
using Orleans.Kube.NodeAgent.References;
using Ability = Orleans.Kube.NodeAgent.Csi.Protocol.NodeServiceCapability.Types.RPC.Types.Type;
using AccessMode = Orleans.Kube.NodeAgent.Csi.Protocol.VolumeCapability.Types.AccessMode.Types.Mode;

namespace Orleans.Kube.NodeAgent.Csi;

/// <summary>What a driver is told of a volume: how it is used, what only it knows, secrets, the pod and its tokens.</summary>
internal sealed class CsiRequests(ReferencedObjects objects)
{
    // Kubelet's, where a driver asks for a token without saying for how long.
    private const long TokenSeconds = 3600;

    /// <summary>How a volume is used.</summary>
    /// <param name="source">The volume.</param>
    /// <param name="group">The pod's group, for drivers that give the files to it themselves.</param>
    /// <param name="abilities">The driver's.</param>
    public static VolumeCapability Use(CsiSource source, long? group, IReadOnlySet<Ability> abilities)
    {
        var use = new VolumeCapability { AccessMode = new() { Mode = Mode(source.AccessModes.Count > 0 ? source.AccessModes[0] : "", abilities.Contains(Ability.SingleNodeMultiWriter)) } };
        if (source.IsBlock) use.Block = new();
        else use.Mount = new() { FsType = source.FsType, MountFlags = { source.MountOptions }, VolumeMountGroup = abilities.Contains(Ability.VolumeMountGroup) ? group?.ToString() ?? "" : "" };
        return use;
    }

    /// <summary>What the driver knows of the volume, with what it wants to know of the pod.</summary>
    public async Task<Dictionary<string, string>> ContextAsync(Pod pod, CsiSource source, CSIDriverSpec? driver, CancellationToken cancellationToken)
    {
        var context = source.Attributes.ToDictionary();
        if (driver?.PodInfoOnMount == true)
        {
            context["csi.storage.k8s.io/pod.name"] = pod.Metadata.Name;
            context["csi.storage.k8s.io/pod.namespace"] = pod.Metadata.Namespace;
            context["csi.storage.k8s.io/pod.uid"] = pod.Metadata.Uid;
            context["csi.storage.k8s.io/serviceAccount.name"] = pod.Spec.ServiceAccountName;
            context["csi.storage.k8s.io/ephemeral"] = source.IsEphemeral ? "true" : "false";
        }

        if (driver?.TokenRequests.Count > 0) context["csi.storage.k8s.io/serviceAccount.tokens"] = await TokensAsync(pod, driver.TokenRequests, cancellationToken);
        return context;
    }

    /// <summary>What is in a secret that the driver is given.</summary>
    /// <exception cref="ReferenceException">There is none.</exception>
    public async Task<Dictionary<string, string>> SecretAsync(SecretReference? reference, CancellationToken cancellationToken)
    {
        if (reference is null) return [];
        var secret = await objects.FindAsync<Secret>(reference.Namespace, reference.Name, cancellationToken)
            ?? throw new ReferenceException($"kubernetes.io/csi: failed to find the secret {reference.Name} in the namespace {reference.Namespace} with error: secrets \"{reference.Name}\" not found");
        return secret.Data.ToDictionary(static d => d.Key, static d => Encoding.UTF8.GetString(d.Value));
    }

    private async Task<string> TokensAsync(Pod pod, IReadOnlyList<TokenRequest> requests, CancellationToken cancellationToken)
    {
        var tokens = new SortedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var request in requests)
        {
            var token = await objects.TokenAsync(pod, request.Audience, request.ExpirationSeconds ?? TokenSeconds, cancellationToken);
            tokens[request.Audience] = new { token = token.Token, expirationTimestamp = token.ExpirationTimestamp };
        }

        return JsonSerializer.Serialize(tokens, Model.Json.KubeJson.Options);
    }

    private static AccessMode Mode(string mode, bool tellsWritersApart) => mode switch
    {
        PersistentVolumeAccessMode.ReadOnlyMany => AccessMode.MultiNodeReaderOnly,
        PersistentVolumeAccessMode.ReadWriteMany => AccessMode.MultiNodeMultiWriter,
        PersistentVolumeAccessMode.ReadWriteOncePod => tellsWritersApart ? AccessMode.SingleNodeSingleWriter : AccessMode.SingleNodeWriter,
        _ => tellsWritersApart ? AccessMode.SingleNodeMultiWriter : AccessMode.SingleNodeWriter,
    };
}
