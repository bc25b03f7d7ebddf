using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Storage;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Authentication;
using Orleans.Kube.Silo.Streaming;

namespace Orleans.Kube.Silo.Authorization;

/// <summary>
/// What a node's agent may do: read the pods bound to it and what these refer to, write Nodes and the status of pods (whose, NodeRestriction says), have a Lease and a
/// CSINode, ask for certificates and tokens (k8s.io/kubernetes/plugin/pkg/auth/authorizer/node). As it is also what a proxy and a network plugin are elsewhere, it reads nodes,
/// volumes, services and their endpoints; and it may delete its own Node.
/// </summary>
public sealed class NodeAuthorizer(IClusterState cluster) : IAuthorizer
{
    private const string UserPrefix = "system:node:";
    private const string Group = "system:nodes";
    private static readonly GroupResource Pods = new("", "pods");
    private static readonly GroupResource Volumes = new("", "persistentvolumes");
    private static readonly GroupResource Attachments = new("storage.k8s.io", "volumeattachments");

    public AccessVerdict Judge(in AccessQuestion question)
    {
        if (!IsNode(question.User)) return AccessVerdict.NoOpinion();
        var node = question.User.Username[UserPrefix.Length..];
        if (node.Length == 0) return AccessVerdict.NoOpinion($"unknown node for user \"{question.User.Username}\"");
        if (!question.IsResource) return AccessVerdict.NoOpinion();
        return Objection(node, question) is { } why ? AccessVerdict.NoOpinion(why) : AccessVerdict.Allow("");
    }

    /// <summary>What a node may do cannot be listed.</summary>
    public void CollectRules(UserInfo user, string @namespace, RuleCollection rules)
    {
        if (!IsNode(user)) return;
        rules.IsIncomplete = true;
        rules.Problems.Add("node authorizer does not support user rule resolution");
    }

    private static bool IsNode(UserInfo user) => user.IsIn(Group) && user.Username.StartsWith(UserPrefix, StringComparison.Ordinal);

    /// <summary>Why not, which may be empty; null when it may.</summary>
    private string? Objection(string node, in AccessQuestion q) => (q.Group, q.Resource) switch
    {
        ("", "pods") => OfPods(node, q),
        ("", "configmaps") or ("", "secrets") => OfNamed(node, q),
        ("", "persistentvolumeclaims") => q is { Subresource: "status", Verb: "update" or "patch" } ? OfReferred(node, q) : OfNamed(node, q),
        ("", "serviceaccounts") => OfAccounts(node, q),
        ("coordination.k8s.io", "leases") => OfLeases(node, q),
        ("storage.k8s.io", "csinodes") => OfCsiNodes(node, q),
        ("storage.k8s.io", "volumeattachments") => OfAttachments(node, q),
        _ => IsAllowed(node, q) ? null : "",
    };

    private static bool IsAllowed(string node, in AccessQuestion q) => (q.Group, q.FullResource) switch
    {
        ("", "nodes") => IsRead(q) || q.Verb is "create" or "update" or "patch" || (q.Verb == "delete" && q.Name == node),
        ("", "nodes/status") => q.Verb is "update" or "patch",
        (TunnelHandler.Group, "nodes/tunnel" or "nodes/traffic") => q.Name == node,
        ("", "services" or "persistentvolumes") or ("discovery.k8s.io", "endpointslices") or ("node.k8s.io", "runtimeclasses") or ("storage.k8s.io", "csidrivers") => IsRead(q),
        ("", "endpoints") => q.Verb == "get",
        ("", "events") => q.Verb is "create" or "update" or "patch",
        ("certificates.k8s.io", "certificatesigningrequests") => q.Verb is "create" || IsRead(q),
        ("authentication.k8s.io", "tokenreviews") or ("authorization.k8s.io", "subjectaccessreviews" or "localsubjectaccessreviews") => q.Verb == "create",
        _ => false,
    };

    private string? OfPods(string node, in AccessQuestion q) => (q.Subresource, q.Verb) switch
    {
        ("", "get") => q.Name.Length == 0 ? "No Object name found" : OfPod(node, q),
        ("", "list" or "watch") => IsSelected(node, q) ? null : q.Name.Length > 0 ? OfPod(node, q) : "can only list/watch pods with spec.nodeName field selector",
        ("", "create" or "delete") or ("status", "update" or "patch") or ("eviction", "create") => null,
        (not "", "get") => "cannot get subresource",
        _ => "",
    };

    private static bool IsSelected(string node, in AccessQuestion q)
    {
        foreach (var requirement in q.Fields)
            if (requirement is { Field: "spec.nodeName", IsEqual: true } && requirement.Value == node) return true;
        return false;
    }

    private string? OfPod(string node, in AccessQuestion q) => cluster.Current.Find(new ObjectKey(Pods, q.Namespace, q.Name)) is { } pod && PodFacts.NodeOf(pod) == node ? null : Unrelated(node);

    private string? OfNamed(string node, in AccessQuestion q)
    {
        if (!IsRead(q)) return "can only read resources of this type";
        if (q.Subresource.Length > 0) return "cannot read subresource";
        if (q.Namespace.Length == 0) return "can only read namespaced object of this type";
        return OfReferred(node, q) is { } why && !(q.Resource == "secrets" && IsOfVolume(node, q)) ? why : null;
    }

    private string? OfReferred(string node, in AccessQuestion q)
    {
        if (q.Name.Length == 0) return "No Object name found";
        foreach (var stored in cluster.Current.List(Pods, q.Namespace))
            if (PodFacts.NodeOf(stored) == node && PodReferences.Names(stored.As<Pod>(), q.Resource, q.Name)) return null;
        return Unrelated(node);
    }

    /// <summary>Whether a secret is what a CSI driver is given for a volume of one of the node's pods.</summary>
    private bool IsOfVolume(string node, in AccessQuestion q)
    {
        foreach (var stored in cluster.Current.List(Volumes))
        {
            if (stored.As<PersistentVolume>().Spec is not { Csi: { } csi, ClaimRef: { } claim }) continue;
            foreach (var secret in (SecretReference?[])[csi.NodeStageSecretRef, csi.NodePublishSecretRef, csi.NodeExpandSecretRef])
                if (secret is not null && secret.Name == q.Name && secret.Namespace == q.Namespace && HasPod(node, claim.Namespace, claim.Name)) return true;
        }

        return false;
    }

    private bool HasPod(string node, string @namespace, string claim)
    {
        foreach (var stored in cluster.Current.List(Pods, @namespace))
            if (PodFacts.NodeOf(stored) == node && PodReferences.Names(stored.As<Pod>(), "persistentvolumeclaims", claim)) return true;
        return false;
    }

    private string? OfAccounts(string node, in AccessQuestion q)
    {
        if (q is { Verb: "get", Subresource: "" }) return "not allowed to get service accounts";
        if (q.Verb != "create" || q.Name.Length == 0) return "can only create tokens for individual service accounts";
        if (q.Subresource != "token") return "can only create token subresource of serviceaccount";
        foreach (var stored in cluster.Current.List(Pods, q.Namespace))
            if (PodFacts.NodeOf(stored) == node && stored.As<Pod>().Spec.ServiceAccountName == q.Name) return null;
        return Unrelated(node);
    }

    private static string? OfLeases(string node, in AccessQuestion q)
    {
        if (!IsOwnVerb(q)) return "can only get, create, update, patch, or delete a node lease";
        if (q.Namespace != "kube-node-lease") return "can only access leases in the \"kube-node-lease\" system namespace";
        return q.Verb == "create" || q.Name == node ? null : "can only access node lease with the same name as the requesting node";
    }

    private static string? OfCsiNodes(string node, in AccessQuestion q)
    {
        if (!IsOwnVerb(q)) return "can only get, create, update, patch, or delete a CSINode";
        if (q.Subresource.Length > 0) return "cannot authorize CSINode subresources";
        return q.Verb == "create" || q.Name == node ? null : "can only access CSINode with the same name as the requesting node";
    }

    private string? OfAttachments(string node, in AccessQuestion q)
    {
        if (q.Verb != "get") return "can only get individual resources of this type";
        if (q.Subresource.Length > 0) return "cannot get subresource";
        return cluster.Current.Find(new ObjectKey(Attachments, "", q.Name))?.As<VolumeAttachment>().Spec.NodeName == node ? null : Unrelated(node);
    }

    private static string Unrelated(string node) => $"no relationship found between node '{node}' and this object";

    private static bool IsOwnVerb(in AccessQuestion q) => q.Verb is "get" or "create" or "update" or "patch" or "delete";

    private static bool IsRead(in AccessQuestion q) => q.Verb is "get" or "list" or "watch";
}
