using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Authentication;
using Orleans.Kube.Silo.Streaming;

namespace Orleans.Kube.Silo.Authorization;

/// <summary>
/// What a node's agent may do: read what kubelets read, write its own Node, Lease and CSINode and the pods bound to it, ask for
/// certificates and tokens. A Secret, a ConfigMap or a claim can be read when a pod on the node refers to it.
/// </summary>
public sealed class NodeAuthorizer(IClusterState cluster) : IAuthorizer
{
    private const string UserPrefix = "system:node:";
    private const string Group = "system:nodes";
    private static readonly GroupResource Pods = new("", "pods");

    public AccessVerdict Judge(in AccessQuestion question)
    {
        if (!question.IsResource || !IsNode(question.User))
            return AccessVerdict.NoOpinion();
        var node = question.User.Username[UserPrefix.Length..];
        return node.Length > 0 && IsAllowed(node, question) ? AccessVerdict.Allow("") : AccessVerdict.NoOpinion();
    }

    /// <summary>What a node may do cannot be listed.</summary>
    public void CollectRules(UserInfo user, string @namespace, RuleCollection rules)
    {
        if (!IsNode(user)) return;
        rules.IsIncomplete = true;
        rules.Problems.Add("node authorizer does not support user rule resolution");
    }

    private static bool IsNode(UserInfo user) => user.IsIn(Group) && user.Username.StartsWith(UserPrefix, StringComparison.Ordinal);

    private bool IsAllowed(string node, in AccessQuestion q) => (q.Group, q.Resource) switch
    {
        ("", "nodes") => q.Verb is "get" or "list" or "watch" or "create" || (q.Name == node && q.Verb is "update" or "patch" or "delete"),
        ("", "pods") => IsAllowedOnPods(node, q),
        (TunnelHandler.Group, "nodes") => q.Name == node && q.FullResource is "nodes/tunnel" or "nodes/traffic",
        ("", "services") or ("", "endpoints") or ("discovery.k8s.io", "endpointslices") or ("", "namespaces") => IsRead(q),
        ("", "persistentvolumes") or ("storage.k8s.io", _) when IsRead(q) => true,
        ("node.k8s.io", "runtimeclasses") => IsRead(q),
        ("", "configmaps") or ("", "secrets") or ("", "persistentvolumeclaims") => IsNamedRead(q) && IsReferred(node, q),
        ("", "serviceaccounts") => q.Verb == "get" || (q.Verb == "create" && q.Subresource == "token" && RunsAs(node, q)),
        ("", "events") or ("events.k8s.io", "events") => q.Verb is "create" or "update" or "patch",
        ("coordination.k8s.io", "leases") => q.Namespace == "kube-node-lease" && (q.Verb == "create" || q.Name == node) && q.Verb is not "deletecollection",
        ("storage.k8s.io", "csinodes") => q.Name == node || q.Verb == "create",
        ("certificates.k8s.io", "certificatesigningrequests") => q.Subresource.Length == 0 && q.Verb is ("create" or "get" or "list" or "watch"),
        ("authentication.k8s.io", "tokenreviews") or ("authorization.k8s.io", "subjectaccessreviews") => q.Verb == "create",
        ("authorization.k8s.io", "selfsubjectaccessreviews") or ("authentication.k8s.io", "selfsubjectreviews") => q.Verb == "create",
        _ => false,
    };

    private bool IsAllowedOnPods(string node, in AccessQuestion q) => q.Verb switch
    {
        "get" or "list" or "watch" => q.Subresource.Length == 0 || IsOnNode(node, q),
        "update" or "patch" => q.Subresource == "status" && IsOnNode(node, q),
        "delete" => q.Subresource.Length == 0 && IsOnNode(node, q),
        "create" => q.Subresource == "eviction" ? IsOnNode(node, q) : q.Subresource.Length == 0,
        _ => false,
    };

    private static bool IsRead(in AccessQuestion q) => q.Verb is "get" or "list" or "watch";

    private static bool IsNamedRead(in AccessQuestion q) => q.Name.Length > 0 && IsRead(q) && q.Subresource.Length == 0;

    private bool IsOnNode(string node, in AccessQuestion q) =>
        cluster.Current.Find(new ObjectKey(Pods, q.Namespace, q.Name)) is not { } pod || PodFacts.NodeOf(pod) == node;

    private bool IsReferred(string node, in AccessQuestion q)
    {
        foreach (var stored in cluster.Current.List(Pods, q.Namespace))
            if (PodFacts.NodeOf(stored) == node && PodReferences.Names(stored.As<Pod>(), q.Resource, q.Name)) return true;
        return false;
    }

    private bool RunsAs(string node, in AccessQuestion q)
    {
        foreach (var stored in cluster.Current.List(Pods, q.Namespace))
            if (PodFacts.NodeOf(stored) == node && stored.As<Pod>().Spec.ServiceAccountName == q.Name) return true;
        return false;
    }
}
