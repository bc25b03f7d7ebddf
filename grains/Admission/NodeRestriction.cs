using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Certificates;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Certificates;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Grains;

/// <summary>
/// A node's agent writes its own Node, Lease and CSINode, and of its own pods no more than the status; it gives itself no labels, taints or owners that steer others' pods to it, and
/// asks for certificates in no other name (k8s.io/kubernetes/plugin/pkg/admission/noderestriction).
/// </summary>
public sealed class NodeRestriction : IAdmissionPlugin
{
    private const string Group = "system:nodes";
    private const string Prefix = "system:node:";
    private const string KubeletServing = "kubernetes.io/kubelet-serving";
    private const string KubeletClient = "kubernetes.io/kube-apiserver-client-kubelet";

    /// <summary>What marks a pod that only shows one which a node runs from a file of its own.</summary>
    public const string MirrorAnnotation = "kubernetes.io/config.mirror";

    private static readonly string[] OwnLabels =
    [
        "kubernetes.io/hostname", "topology.kubernetes.io/zone", "topology.kubernetes.io/region", "kubernetes.io/os", "kubernetes.io/arch",
        "node.kubernetes.io/instance-type", "failure-domain.beta.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/region",
        "beta.kubernetes.io/os", "beta.kubernetes.io/arch", "beta.kubernetes.io/instance-type",
    ];

    private static readonly GroupResource CsiNodes = new("storage.k8s.io", "csinodes");

    private static readonly HashSet<GroupResource> Restricted =
        [Resources.Pods, Resources.Nodes, Resources.Leases, Resources.PersistentVolumeClaims, Resources.CertificateSigningRequests, CsiNodes];

    public int Order => 450;

    public bool Handles(AdmissionRequest request) => request.Context.Groups.Contains(Group) && request.Context.User.StartsWith(Prefix, StringComparison.Ordinal)
        && Restricted.Contains(request.Key.Resource);

    public ValueTask ValidateAsync(AdmissionRequest request, KubeObject value)
    {
        var user = request.Context.User;
        if (user.Length == Prefix.Length) throw Refuse(request, $"could not determine node from user \"{user}\"");
        var node = user[Prefix.Length..];
        var problem = value switch
        {
            Pod pod => OfPod(request, pod, node),
            Node own => OfNode(request, own, node),
            PersistentVolumeClaim claim => OfClaim(request, claim, node),
            CertificateSigningRequest asked => OfCertificate(request, asked, node),
            _ when request.Key.Resource == CsiNodes => request.Key.Name == node ? null : "can only access CSINode with the same name as the requesting node",
            _ when request.Key.Resource == Resources.Leases => OfLease(request, node),
            _ => null,
        };
        return problem is null ? ValueTask.CompletedTask : throw Refuse(request, problem);
    }

    private static StatusException Refuse(AdmissionRequest request, string why) => Failures.Forbidden(request.Key.Resource, request.Key.Name, why);

    private static string? OfPod(AdmissionRequest request, Pod pod, string node)
    {
        var bound = (request.Old as Pod)?.Spec.NodeName;
        return (request.Subresource, request.Operation) switch
        {
            ("", AdmissionOperation.Create) => OfMirrorPod(request, pod, node),
            ("", AdmissionOperation.Delete) => bound == node ? null : $"node \"{node}\" can only delete pods with spec.nodeName set to itself",
            ("status", AdmissionOperation.Update) => bound != node ? $"node \"{node}\" can only update pod status for pods with spec.nodeName set to itself"
                : Structural.Equal(((Pod)request.Old!).Metadata.Labels, pod.Metadata.Labels) ? null
                : $"node \"{node}\" cannot update labels through pod status",
            ("eviction", _) => bound is null || bound == node ? null : $"node {node} can only evict pods with spec.nodeName set to itself",
            ("", _) => $"unexpected operation \"{request.Operation.ToString().ToUpperInvariant()}\", node \"{node}\" can only create and delete mirror pods",
            _ => $"unexpected pod subresource \"{request.Subresource}\", only 'status' and 'eviction' are allowed",
        };
    }

    private static string? OfMirrorPod(AdmissionRequest request, Pod pod, string node)
    {
        if (!pod.Metadata.Annotations.ContainsKey(MirrorAnnotation)) return $"pod does not have \"{MirrorAnnotation}\" annotation, node \"{node}\" can only create mirror pods";
        if (pod.Spec.NodeName != node) return $"node \"{node}\" can only create pods with spec.nodeName set to itself";
        if (pod.Metadata.OwnerReferences is not [var owner])
            return pod.Metadata.OwnerReferences.Count == 0
                ? $"node \"{node}\" can only create pods with an owner reference set to itself"
                : $"node \"{node}\" can only create pods with a single owner reference set to itself";
        if (owner is not { ApiVersion: "v1", Kind: "Node" } || owner.Name != node) return $"node \"{node}\" can only create pods with an owner reference set to itself";
        if (owner.Controller != true) return $"node \"{node}\" can only create pods with a controller owner reference set to itself";
        if (owner.BlockOwnerDeletion == true) return $"node \"{node}\" must not set blockOwnerDeletion on an owner reference";
        var uid = request.View.Find(new ObjectKey(Resources.Nodes, "", node))?.Header.Uid;
        if (uid != owner.Uid) return $"node {node} UID mismatch: expected {owner.Uid} got {uid}";
        return Referred(pod) is { } what ? $"node \"{node}\" can not create pods that reference {what}" : null;
    }

    /// <summary>What a pod names of the cluster; a pod from a file of the machine names nothing.</summary>
    private static string? Referred(Pod pod)
    {
        if (pod.Spec.ServiceAccountName.Length > 0) return "a service account";
        if (PodReferences.NamesAny(pod, "secrets")) return "secrets";
        if (PodReferences.NamesAny(pod, "configmaps")) return "configmaps";
        if (pod.Spec.Volumes.Any(static v => v.Projected?.Sources.Any(static s => s.ClusterTrustBundle is not null) == true)) return "clustertrustbundles";
        if (pod.Spec.Volumes.Any(static v => v.PersistentVolumeClaim is not null)) return "persistentvolumeclaims";
        return pod.Spec.ResourceClaims.Count > 0 ? "resourceclaims" : null;
    }

    private static string? OfClaim(AdmissionRequest request, PersistentVolumeClaim claim, string node)
    {
        if (request.Subresource != "status") return "may only update PVC status";
        return Structural.Equal(Fixed((PersistentVolumeClaim)request.Old!), Fixed(claim)) ? null : $"node \"{node}\" is not allowed to update fields other than status.quantity and status.conditions";

        static PersistentVolumeClaim Fixed(PersistentVolumeClaim claim) => claim with
        {
            Metadata = claim.Metadata with { ResourceVersion = "", ManagedFields = [] },
            Status = claim.Status with { Capacity = new Dictionary<string, Quantity>(), Conditions = [], AllocatedResources = new Dictionary<string, Quantity>(), AllocatedResourceStatuses = new Dictionary<string, string>() },
        };
    }

    private static string? OfCertificate(AdmissionRequest request, CertificateSigningRequest asked, string node)
    {
        if (request.Operation != AdmissionOperation.Create || asked.Spec.SignerName is not (KubeletServing or KubeletClient)) return null;
        if (RequestedCertificate.Parse(asked.Spec.Request) is not { } certificate) return "unable to parse csr: PEM block type must be CERTIFICATE REQUEST";
        return certificate.CommonName == Prefix + node ? null : $"can only create a node CSR with CN={Prefix}{node}";
    }

    private static string? OfNode(AdmissionRequest request, Node written, string node)
    {
        if (request.Key.Name != node) return $"node \"{node}\" is not allowed to modify node \"{request.Key.Name}\"";
        if (request.Operation == AdmissionOperation.Delete) return null;
        var before = request.Old as Node;
        if (written.Spec.ConfigSource is { } source && !Structural.Equal(source, before?.Spec.ConfigSource))
            return before is null ? $"node \"{node}\" is not allowed to create pods with a non-nil configSource" : $"node \"{node}\" is not allowed to update configSource to a new non-nil configSource";
        if (before is not null && !Structural.Equal(before.Spec.Taints, written.Spec.Taints)) return $"node \"{node}\" is not allowed to modify taints";
        if (before is not null && !Structural.Equal(before.Metadata.OwnerReferences, written.Metadata.OwnerReferences)) return $"node \"{node}\" is not allowed to modify ownerReferences";
        var changed = string.Join(", ", Changed(written.Metadata.Labels, before?.Metadata.Labels).Where(static l => !IsOwn(l)).Order(StringComparer.Ordinal));
        if (changed.Length == 0) return null;
        return before is null ? $"node \"{node}\" is not allowed to set the following labels: {changed}" : $"is not allowed to modify labels: {changed}";
    }

    /// <summary>Labels outside of Kubernetes' domains are the machine's business, and so are those inside that describe it.</summary>
    private static bool IsOwn(string label)
    {
        var slash = label.IndexOf('/');
        if (slash < 0 || OwnLabels.Contains(label)) return true;
        var domain = label[..slash];
        if (IsIn(domain, "node-restriction.kubernetes.io")) return false;
        if (IsIn(domain, "kubelet.kubernetes.io") || IsIn(domain, "node.kubernetes.io")) return true;
        return !IsIn(domain, "kubernetes.io") && !IsIn(domain, "k8s.io");
    }

    private static bool IsIn(string domain, string parent) => domain == parent || domain.EndsWith("." + parent, StringComparison.Ordinal);

    private static IEnumerable<string> Changed(IReadOnlyDictionary<string, string> after, IReadOnlyDictionary<string, string>? before) =>
        after.Keys.Union(before?.Keys ?? []).Where(key => after.GetValueOrDefault(key) != before?.GetValueOrDefault(key));

    private static string? OfLease(AdmissionRequest request, string node)
    {
        if (request.Key.Namespace != "kube-node-lease") return "can only access leases in the \"kube-node-lease\" system namespace";
        return request.Key.Name == node ? null : $"can only access node lease with the same name as the requesting node";
    }
}
