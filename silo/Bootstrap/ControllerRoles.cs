using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Rbac;
using static Orleans.Kube.Silo.Bootstrap.DefaultRoles;

namespace Orleans.Kube.Silo.Bootstrap;

/// <summary>
/// The roles of Kubernetes' controllers, each bound to the account of its name in <c>kube-system</c>, and that of kube-controller-manager
/// (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#controller-roles). The controllers here need none; those that people run beside them may.
/// </summary>
internal static class ControllerRoles
{
    private const string Prefix = "system:controller:";
    private const string Csr = "certificates.k8s.io";
    private const string Storage = "storage.k8s.io";

    private static readonly string[] Follow = ["list", "watch"];
    private static readonly string[] Change = ["patch", "update"];
    private static readonly string[] Update = ["update"];
    private static readonly string[] Apps = ["apps", "extensions"];
    private static readonly string[] Any = ["*"];
    private static readonly PolicyRule Events = Rule(["create", "patch", "update"], ["", "events.k8s.io"], "events");

    public static IEnumerable<KubeObject> All() =>
    [
        .. Of("attachdetach-controller",
            Rule(Follow, "", "persistentvolumeclaims", "persistentvolumes"), Rule(Read, "", "nodes"), Rule(Change, "", "nodes/status"), Rule(Follow, "", "pods"), Events,
            Rule(["create", "delete", .. Read], Storage, "volumeattachments"), Rule(Read, Storage, "csidrivers"), Rule(Read, Storage, "csinodes")),
        .. Of("clusterrole-aggregation-controller", Rule(["escalate", .. Read, .. Change], "rbac.authorization.k8s.io", "clusterroles")),
        .. Of("cronjob-controller",
            Rule([.. Read, .. Update], "batch", "cronjobs"), Rule(["create", "delete", .. Read, .. Change], "batch", "jobs"), Rule(Update, "batch", "cronjobs/status"),
            Rule(Update, "batch", "cronjobs/finalizers"), Rule(["delete", .. Follow], "", "pods"), Events),
        .. Of("daemon-set-controller",
            Rule(Read, Apps, "daemonsets"), Rule(Update, Apps, "daemonsets/status"), Rule(Update, Apps, "daemonsets/finalizers"), Rule(Follow, "", "nodes"),
            Rule(["create", "delete", "patch", .. Follow], "", "pods"), Rule(["create"], "", "pods/binding"), Rule(["create", "delete", .. Read, .. Change], "apps", "controllerrevisions"), Events),
        .. Of("deployment-controller",
            Rule([.. Read, .. Update], Apps, "deployments"), Rule(Update, Apps, "deployments/status"), Rule(Update, Apps, "deployments/finalizers"),
            Rule(["create", "delete", .. Read, .. Change], Apps, "replicasets"), Rule([.. Read, .. Update], "", "pods"), Events),
        .. Of("disruption-controller",
            Rule(Read, Apps, "deployments"), Rule(Read, Apps, "replicasets"), Rule(Read, "", "replicationcontrollers"), Rule(Read, "policy", "poddisruptionbudgets"), Rule(Read, "apps", "statefulsets"),
            Rule(Update, "policy", "poddisruptionbudgets/status"), Rule(Change, "", "pods/status"), Rule(["get"], "*", "*/scale"), Events),
        .. Of("endpoint-controller",
            Rule(Read, "", "pods", "services"), Rule(["create", "delete", .. Read, .. Update], "", "endpoints"), Rule(["create"], "", "endpoints/restricted"), Events),
        .. Of("endpointslice-controller",
            Rule(Read, "", "nodes", "pods", "services"), Rule(Update, "", "services/finalizers"), Rule(["create", "delete", .. Read, .. Update], "discovery.k8s.io", "endpointslices"), Events),
        .. Of("endpointslicemirroring-controller",
            Rule(Read, "", "endpoints", "services"), Rule(Update, "", "services/finalizers"), Rule(Update, "", "endpoints/finalizers"),
            Rule(["create", "delete", .. Read, .. Update], "discovery.k8s.io", "endpointslices"), Events),
        .. Of("expand-controller",
            Rule([.. Read, .. Change], "", "persistentvolumes"), Rule(Change, "", "persistentvolumeclaims/status"), Rule(Read, "", "persistentvolumeclaims"), Events),
        .. Of("ephemeral-volume-controller",
            Rule(Read, "", "pods"), Rule(Update, "", "pods/finalizers"), Rule(["create", .. Read], "", "persistentvolumeclaims"), Events),
        .. Of("generic-garbage-collector", Rule(["delete", .. Read, .. Change], "*", "*"), Events),
        .. Of("horizontal-pod-autoscaler",
            Rule(Read, "autoscaling", "horizontalpodautoscalers"), Rule(Update, "autoscaling", "horizontalpodautoscalers/status"), Rule(["get", .. Update], "*", "*/scale"), Rule(Follow, "", "pods"),
            Rule(Follow, "metrics.k8s.io", "pods"), Rule(Read, "custom.metrics.k8s.io", Any), Rule(Read, "external.metrics.k8s.io", Any), Events),
        .. Of("job-controller",
            Rule([.. Read, .. Change], "batch", "jobs"), Rule(Update, "batch", "jobs/status"), Rule(Update, "batch", "jobs/finalizers"), Rule(["create", "delete", "patch", .. Follow], "", "pods"), Events),
        .. Of("namespace-controller",
            Rule(["delete", .. Read], "", "namespaces"), Rule(Update, "", "namespaces/finalize", "namespaces/status"), Rule(["delete", "deletecollection", .. Read], "*", "*")),
        .. Of("node-controller",
            Rule(["delete", .. Read, .. Change], "", "nodes"), Rule(Change, "", "nodes/status"), Rule(Change, "", "pods/status"), Rule(["delete", .. Read], "", "pods"), Events),
        .. Of("persistent-volume-binder",
            Rule(["create", "delete", .. Read, .. Update], "", "persistentvolumes"), Rule(Update, "", "persistentvolumes/status"), Rule([.. Read, .. Update], "", "persistentvolumeclaims"),
            Rule(Update, "", "persistentvolumeclaims/status"), Rule(["create", "delete", .. Read], "", "pods"), Rule(Read, Storage, "storageclasses"), Rule(Follow, "", "nodes"), Events,
            Rule(["watch"], "", "events")),
        .. Of("pod-garbage-collector", Rule(["delete", .. Follow], "", "pods"), Rule(Read, "", "nodes"), Rule(["patch"], "", "pods/status")),
        .. Of("replicaset-controller",
            Rule([.. Read, .. Update], Apps, "replicasets"), Rule(Update, Apps, "replicasets/status"), Rule(Update, Apps, "replicasets/finalizers"),
            Rule(["create", "delete", "patch", .. Follow], "", "pods"), Events),
        .. Of("replication-controller",
            Rule([.. Read, .. Update], "", "replicationcontrollers"), Rule(Update, "", "replicationcontrollers/status"), Rule(Update, "", "replicationcontrollers/finalizers"),
            Rule(["create", "delete", "patch", .. Follow], "", "pods"), Events),
        .. Of("resourcequota-controller", Rule(Follow, "*", "*"), Rule(Update, "", "resourcequotas/status"), Events),
        .. Of("route-controller", Rule(Follow, "", "nodes"), Rule(["patch"], "", "nodes/status"), Events),
        .. Of("service-account-controller", Rule(["create"], "", "serviceaccounts"), Events),
        .. Of("service-controller", Rule(Read, "", "services"), Rule(Change, "", "services/status"), Rule(Follow, "", "nodes"), Events),
        .. Of("service-cidrs-controller",
            Rule([.. Read, .. Change], "networking.k8s.io", "servicecidrs"), Rule(Change, "networking.k8s.io", "servicecidrs/finalizers"), Rule(Change, "networking.k8s.io", "servicecidrs/status"),
            Rule(Read, "networking.k8s.io", "ipaddresses"), Events),
        .. Of("statefulset-controller",
            Rule(Follow, "", "pods"), Rule(Read, "apps", "statefulsets"), Rule(Update, "apps", "statefulsets/status"), Rule(Update, "apps", "statefulsets/finalizers"),
            Rule(["create", "delete", "get", .. Change], "", "pods"), Rule(["create", "delete", .. Read, .. Change], "apps", "controllerrevisions"), Rule(["create", .. Read], "", "persistentvolumeclaims"),
            Events, Rule(["delete", .. Update], "", "persistentvolumeclaims"), Rule(Update, "", "pods/finalizers")),
        .. Of("ttl-controller", Rule([.. Follow, .. Change], "", "nodes"), Events),
        .. Of("certificate-controller",
            Rule(["delete", .. Read], Csr, "certificatesigningrequests"), Rule(Update, Csr, "certificatesigningrequests/approval", "certificatesigningrequests/status"),
            Rule(["approve"], Csr, "signers") with { ResourceNames = ["kubernetes.io/kube-apiserver-client-kubelet"] },
            Rule(["sign"], Csr, "signers") with
            {
                ResourceNames = ["kubernetes.io/kube-apiserver-client", "kubernetes.io/kube-apiserver-client-kubelet", "kubernetes.io/kubelet-serving", "kubernetes.io/legacy-unknown"],
            },
            Rule(["create"], "authorization.k8s.io", "subjectaccessreviews"), Events),
        .. Of("pvc-protection-controller", Rule([.. Read, .. Update], "", "persistentvolumeclaims"), Rule(Read, "", "pods"), Events),
        .. Of("pv-protection-controller", Rule([.. Read, .. Update], "", "persistentvolumes"), Events),
        .. Of("ttl-after-finished-controller", Rule(["delete", .. Read], "batch", "jobs"), Events),
        .. Of("root-ca-cert-publisher", Rule(["create", .. Update], "", "configmaps"), Events),
        .. Of("validatingadmissionpolicy-status-controller",
            Rule(Read, "admissionregistration.k8s.io", "validatingadmissionpolicies"), Rule(["get", .. Change], "admissionregistration.k8s.io", "validatingadmissionpolicies/status"), Events),
        .. Of("legacy-service-account-token-cleaner",
            Rule(["get"], "", "configmaps") with { ResourceNames = ["kube-apiserver-legacy-service-account-token-tracking"] }, Rule(["delete", "patch"], "", "secrets")),
        .. Of("selinux-warning-controller",
            Events, Rule(Read, "", "persistentvolumes"), Rule(Read, "", "persistentvolumeclaims"), Rule(Read, "", "pods"), Rule(Read, Storage, "csidrivers")),
        Role("system:kube-controller-manager",
            Events, Rule(["create"], "coordination.k8s.io", "leases"), Rule(["get", .. Update], "coordination.k8s.io", "leases") with { ResourceNames = ["kube-controller-manager"] },
            Rule(["create"], "", "secrets", "serviceaccounts"), Rule(["delete"], "", "secrets"), Rule(["get"], "", "configmaps", "namespaces", "secrets", "serviceaccounts"),
            Rule(Update, "", "secrets", "serviceaccounts"), Rule(["create"], "authentication.k8s.io", "tokenreviews"), Rule(["create"], "authorization.k8s.io", "subjectaccessreviews"),
            Rule(Follow, "*", "*"), Rule(["create"], "", "serviceaccounts/token")),
        UserBinding("system:kube-controller-manager", "system:kube-controller-manager"),
        .. InNamespaces(),
    ];

    /// <summary>What components may do in namespaces of the cluster's own.</summary>
    private static IEnumerable<KubeObject> InNamespaces()
    {
        const string System = "kube-system", Public = "kube-public";
        return
        [
            RoleIn(System, "extension-apiserver-authentication-reader", Rule(Read, "", "configmaps") with { ResourceNames = ["extension-apiserver-authentication"] }),
            BindingIn(System, "system::extension-apiserver-authentication-reader", "extension-apiserver-authentication-reader", User("system:kube-controller-manager"), User("system:kube-scheduler")),
            RoleIn(System, "system::leader-locking-kube-controller-manager",
                Rule(["watch"], "", "configmaps"), Rule(["get", .. Update], "", "configmaps") with { ResourceNames = ["kube-controller-manager"] }),
            BindingIn(System, "system::leader-locking-kube-controller-manager", null, User("system:kube-controller-manager"), Account("kube-controller-manager")),
            RoleIn(System, "system::leader-locking-kube-scheduler", Rule(["watch"], "", "configmaps"), Rule(["get", .. Update], "", "configmaps") with { ResourceNames = ["kube-scheduler"] }),
            BindingIn(System, "system::leader-locking-kube-scheduler", null, User("system:kube-scheduler"), Account("kube-scheduler")),
            RoleIn(System, Prefix + "bootstrap-signer", Rule(Read, "", "secrets")),
            BindingIn(System, Prefix + "bootstrap-signer", null, Account("bootstrap-signer")),
            RoleIn(System, Prefix + "cloud-provider", Rule(["create", .. Read], "", "configmaps")),
            BindingIn(System, Prefix + "cloud-provider", null, Account("cloud-provider")),
            RoleIn(System, Prefix + "token-cleaner", Rule(["delete", .. Read], "", "secrets"), Events),
            BindingIn(System, Prefix + "token-cleaner", null, Account("token-cleaner")),
            RoleIn(Public, Prefix + "bootstrap-signer", Rule(Read, "", "configmaps"), Rule(Update, "", "configmaps") with { ResourceNames = ["cluster-info"] }, Events),
            BindingIn(Public, Prefix + "bootstrap-signer", null, Account("bootstrap-signer")),
        ];
    }

    private static IEnumerable<KubeObject> Of(string controller, params PolicyRule[] rules) => [Role(Prefix + controller, rules), Binding(Prefix + controller, [Account(controller)])];
}
