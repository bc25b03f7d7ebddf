using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Rbac;
using static Orleans.Kube.Silo.Bootstrap.DefaultRoles;

namespace Orleans.Kube.Silo.Bootstrap;

/// <summary>
/// The cluster roles of components, as far as they run beside this control plane or charts bind to their roles: a kubelet or kube-proxy, provisioners of volumes,
/// approvers of certificates, API servers that ask who somebody is.
/// </summary>
internal static class SystemRoles
{
    private static readonly string[] Change = ["patch", "update"];
    private static readonly string[] Tell = ["create", "patch", "update"];
    private static readonly string[] Events = ["", "events.k8s.io"];

    public static IEnumerable<KubeObject> All() =>
    [
        Role("system:auth-delegator", Rule(["create"], "authentication.k8s.io", "tokenreviews"), Rule(["create"], "authorization.k8s.io", "subjectaccessreviews")),
        Role("system:monitoring", Paths(["get"], "/healthz", "/healthz/*", "/livez", "/livez/*", "/metrics", "/metrics/slis", "/readyz", "/readyz/*")),
        Role("system:kube-aggregator", Rule(Read, "", "endpoints", "services")),
        Role("system:kube-dns", Rule(["list", "watch"], "", "endpoints", "services")),
        Binding("system:kube-dns", [Account("kube-dns")]),
        Role("system:kubelet-api-admin", Rule(Read, "", "nodes"), Rule(["proxy"], "", "nodes"), Rule(["*"], "", "nodes/log", "nodes/metrics", "nodes/proxy", "nodes/stats")),
        Role("system:node-bootstrapper", Rule(["create", "get", "list", "watch"], "certificates.k8s.io", "certificatesigningrequests")),
        Role("system:node-problem-detector", Rule(["get"], "", "nodes"), Rule(["patch"], "", "nodes/status"), Rule(Tell, Events, "events")),
        Role("system:node-proxier",
            Rule(["list", "watch"], "", "endpoints", "services"), Rule(Read, "", "nodes"), Rule(Tell, Events, "events"), Rule(["list", "watch"], "discovery.k8s.io", "endpointslices")),
        UserBinding("system:node-proxier", "system:kube-proxy"),
        Role("system:persistent-volume-provisioner",
            Rule(["create", "delete", .. Read], "", "persistentvolumes"), Rule([.. Read, "update"], "", "persistentvolumeclaims"), Rule(Read, "storage.k8s.io", "storageclasses"),
            Rule(["watch"], "", "events"), Rule(Tell, Events, "events")),
        Role("system:volume-scheduler",
            Rule([.. Read, .. Change], "", "persistentvolumes"), Rule(Read, "storage.k8s.io", "storageclasses"), Rule([.. Read, .. Change], "", "persistentvolumeclaims")),
        Role("system:certificates.k8s.io:certificatesigningrequests:nodeclient", Rule(["create"], "certificates.k8s.io", "certificatesigningrequests/nodeclient")),
        Role("system:certificates.k8s.io:certificatesigningrequests:selfnodeclient", Rule(["create"], "certificates.k8s.io", "certificatesigningrequests/selfnodeclient")),
        .. from signer in (string[])["kube-apiserver-client", "kube-apiserver-client-kubelet", "kubelet-serving", "legacy-unknown"]
           select Role($"system:certificates.k8s.io:{signer}-approver", Rule(["approve"], "certificates.k8s.io", "signers") with { ResourceNames = [$"kubernetes.io/{signer}"] }),
        Node(),
        Binding("system:node", Array.Empty<Subject>()),
        Scheduler(),
        UserBinding("system:kube-scheduler", "system:kube-scheduler"),
        UserBinding("system:volume-scheduler", "system:kube-scheduler"),
    ];

    /// <summary>What a kubelet does. Nobody is bound to it: nodes are authorized by what runs on them.</summary>
    private static ClusterRole Node() => Role("system:node",
        Rule(["create"], "authentication.k8s.io", "tokenreviews"),
        Rule(["create"], "authorization.k8s.io", "localsubjectaccessreviews", "subjectaccessreviews"),
        Rule(Read, "", "services"),
        Rule(["create", .. Read], "", "nodes"),
        Rule(Change, "", "nodes/status"),
        Rule(Change, "", "nodes"),
        Rule(Tell, "", "events"),
        Rule(Read, "", "pods"),
        Rule(["create", "delete"], "", "pods"),
        Rule(Change, "", "pods/status"),
        Rule(["create"], "", "pods/eviction"),
        Rule(Read, "", "configmaps", "secrets"),
        Rule(["get"], "", "persistentvolumeclaims", "persistentvolumes"),
        Rule(["get"], "", "endpoints"),
        Rule(["create", .. Read], "certificates.k8s.io", "certificatesigningrequests"),
        Rule(["create", "delete", "get", .. Change], "coordination.k8s.io", "leases"),
        Rule(["get"], "storage.k8s.io", "volumeattachments"),
        Rule(["create"], "", "serviceaccounts/token"),
        Rule(["get", .. Change], "", "persistentvolumeclaims/status"),
        Rule(Read, "storage.k8s.io", "csidrivers"),
        Rule(["create", "delete", "get", .. Change], "storage.k8s.io", "csinodes"),
        Rule(Read, "node.k8s.io", "runtimeclasses"));

    /// <summary>What a scheduler does: those of one's own are bound to it.</summary>
    private static ClusterRole Scheduler() => Role("system:kube-scheduler",
        Rule(Tell, Events, "events"),
        Rule(["create"], "coordination.k8s.io", "leases"),
        Rule(["get", "update"], "coordination.k8s.io", "leases") with { ResourceNames = ["kube-scheduler"] },
        Rule(Read, "", "nodes"),
        Rule(["delete", .. Read], "", "pods"),
        Rule(["create"], "", "bindings", "pods/binding"),
        Rule(Change, "", "pods/status"),
        Rule(Read, "", "replicationcontrollers", "services"),
        Rule(Read, ["apps", "extensions"], "replicasets"),
        Rule(Read, "apps", "statefulsets"),
        Rule(Read, "policy", "poddisruptionbudgets"),
        Rule(Read, "", "persistentvolumeclaims", "persistentvolumes"),
        Rule(["create"], "authentication.k8s.io", "tokenreviews"),
        Rule(["create"], "authorization.k8s.io", "subjectaccessreviews"),
        Rule(Read, "storage.k8s.io", "csinodes"),
        Rule(Read, "", "namespaces"),
        Rule(Read, "storage.k8s.io", "csidrivers"),
        Rule(Read, "storage.k8s.io", "csistoragecapacities"));
}
