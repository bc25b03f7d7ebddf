using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Rbac;

namespace Orleans.Kube.Silo.Bootstrap;

/// <summary>
/// The cluster roles and bindings that every cluster has for its users, and those that discovery rests on
/// (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings). <see cref="SystemRoles"/> has those of components, <see cref="ControllerRoles"/> those of controllers.
/// </summary>
internal static class DefaultRoles
{
    private const string ApiVersion = "rbac.authorization.k8s.io/v1";
    private const string Group = "rbac.authorization.k8s.io";
    private const string Part = "rbac.authorization.k8s.io/aggregate-to-";

    internal static readonly string[] Read = ["get", "list", "watch"];
    private static readonly string[] Write = ["create", "delete", "deletecollection", "patch", "update"];

    private static readonly PolicyRule[] Edits =
    [
        Rule(Read, "", "pods/attach", "pods/exec", "pods/portforward", "pods/proxy", "secrets", "services/proxy"),
        Rule(["impersonate"], "", "serviceaccounts"),
        Rule(Write, "", "pods", "pods/attach", "pods/exec", "pods/portforward", "pods/proxy"),
        Rule(["create"], "", "pods/eviction"),
        Rule(Write, "", "configmaps", "events", "persistentvolumeclaims", "replicationcontrollers", "replicationcontrollers/scale", "secrets", "serviceaccounts", "services", "services/proxy"),
        Rule(["create"], "", "serviceaccounts/token"),
        Rule(Write, "apps", "daemonsets", "deployments", "deployments/rollback", "deployments/scale", "replicasets", "replicasets/scale", "statefulsets", "statefulsets/scale"),
        Rule(Write, "autoscaling", "horizontalpodautoscalers"),
        Rule(Write, "batch", "cronjobs", "jobs"),
        Rule(Write, "policy", "poddisruptionbudgets"),
        Rule(Write, "networking.k8s.io", "ingresses", "networkpolicies"),
        Rule(["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"], "coordination.k8s.io", "leases"),
    ];

    private static readonly PolicyRule[] Views =
    [
        Rule(Read, "", "configmaps", "endpoints", "persistentvolumeclaims", "persistentvolumeclaims/status", "pods", "replicationcontrollers", "replicationcontrollers/scale",
            "serviceaccounts", "services", "services/status"),
        Rule(Read, "", "bindings", "events", "limitranges", "namespaces/status", "pods/log", "pods/status", "replicationcontrollers/status", "resourcequotas", "resourcequotas/status"),
        Rule(Read, "", "namespaces"),
        Rule(Read, "discovery.k8s.io", "endpointslices"),
        Rule(Read, "apps", "controllerrevisions", "daemonsets", "daemonsets/status", "deployments", "deployments/scale", "deployments/status", "replicasets", "replicasets/scale",
            "replicasets/status", "statefulsets", "statefulsets/scale", "statefulsets/status"),
        Rule(Read, "autoscaling", "horizontalpodautoscalers", "horizontalpodautoscalers/status"),
        Rule(Read, "batch", "cronjobs", "cronjobs/status", "jobs", "jobs/status"),
        Rule(Read, "policy", "poddisruptionbudgets", "poddisruptionbudgets/status"),
        Rule(Read, "networking.k8s.io", "ingresses", "ingresses/status", "networkpolicies"),
    ];

    public static IEnumerable<KubeObject> All() =>
    [
        Role("cluster-admin", Rule(["*"], "*", "*"), Paths(["*"], "*")),
        Aggregate("admin", "admin"),
        Aggregate("edit", "edit", "admin"),
        Aggregate("view", "view", "edit"),
        PartOf("system:aggregate-to-admin", ["admin"], Rule(["create"], "authorization.k8s.io", "localsubjectaccessreviews"), Rule([.. Read, .. Write], Group, "rolebindings", "roles")),
        PartOf("system:aggregate-to-edit", ["edit"], Edits),
        PartOf("system:aggregate-to-view", ["view"], Views),
        // The server of metrics brings this one along, and here that is part of the control plane.
        PartOf("system:aggregated-metrics-reader", ["admin", "edit", "view"], Rule(Read, "metrics.k8s.io", "nodes", "pods")),
        Role("system:discovery", Paths(["get"], "/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*", "/readyz", "/version", "/version/")),
        Role("system:public-info-viewer", Paths(["get"], "/healthz", "/livez", "/readyz", "/version", "/version/")),
        Role("system:basic-user",
            Rule(["create"], "authorization.k8s.io", "selfsubjectaccessreviews", "selfsubjectrulesreviews"), Rule(["create"], "authentication.k8s.io", "selfsubjectreviews")),
        Role("system:service-account-issuer-discovery", Paths(["get"], "/.well-known/openid-configuration", "/openid/v1/jwks")),
        Binding("cluster-admin", "system:masters"),
        Binding("system:discovery", "system:authenticated"),
        Binding("system:public-info-viewer", "system:authenticated", "system:unauthenticated"),
        Binding("system:basic-user", "system:authenticated"),
        Binding("system:service-account-issuer-discovery", "system:serviceaccounts"),
        Binding("system:monitoring", "system:monitoring"),
        .. SystemRoles.All(),
        .. ControllerRoles.All(),
    ];

    internal static PolicyRule Rule(string[] verbs, string group, params string[] resources) => Rule(verbs, [group], resources);

    internal static PolicyRule Rule(string[] verbs, string[] groups, params string[] resources) => new() { ApiGroups = groups, Resources = resources, Verbs = verbs };

    internal static PolicyRule Paths(string[] verbs, params string[] paths) => new() { NonResourceURLs = paths, Verbs = verbs };

    internal static ClusterRole Role(string name, params PolicyRule[] rules) => new()
    {
        ApiVersion = ApiVersion, Kind = "ClusterRole", Metadata = Meta(name), Rules = rules,
    };

    internal static ClusterRoleBinding Binding(string name, params string[] groups) => Binding(name, groups.Select(static g => new Subject { ApiGroup = Group, Kind = "Group", Name = g }));

    internal static ClusterRoleBinding UserBinding(string name, string user) => Binding(name, [User(user)]);

    internal static Subject User(string name) => new() { ApiGroup = Group, Kind = "User", Name = name };

    /// <summary>A service account of <c>kube-system</c>.</summary>
    internal static Subject Account(string name) => new() { Kind = "ServiceAccount", Namespace = "kube-system", Name = name };

    internal static Role RoleIn(string @namespace, string name, params PolicyRule[] rules) => new()
    {
        ApiVersion = ApiVersion, Kind = "Role", Metadata = Meta(name) with { Namespace = @namespace }, Rules = rules,
    };

    /// <param name="namespace">Where.</param>
    /// <param name="name">Its name.</param>
    /// <param name="role">The role's, where that is another.</param>
    /// <param name="subjects">Who has the role.</param>
    internal static RoleBinding BindingIn(string @namespace, string name, string? role, params Subject[] subjects) => new()
    {
        ApiVersion = ApiVersion, Kind = "RoleBinding", Metadata = Meta(name) with { Namespace = @namespace }, Subjects = subjects,
        RoleRef = new RoleRef { ApiGroup = Group, Kind = "Role", Name = role ?? name },
    };

    internal static ClusterRoleBinding Binding(string name, IEnumerable<Subject> subjects) => new()
    {
        ApiVersion = ApiVersion,
        Kind = "ClusterRoleBinding",
        Metadata = Meta(name),
        Subjects = [.. subjects],
        RoleRef = new RoleRef { ApiGroup = Group, Kind = "ClusterRole", Name = name },
    };

    /// <summary>A role whose rules are part of those with these names.</summary>
    private static ClusterRole PartOf(string name, string[] roles, params PolicyRule[] rules) => Role(name, rules) with { Metadata = Meta(name, roles) };

    /// <summary>A role that is the sum of its parts, itself part of the roles above it.</summary>
    private static ClusterRole Aggregate(string name, string sum, params string[] partOf) => Role(name) with
    {
        Metadata = Meta(name, partOf),
        AggregationRule = new AggregationRule
        {
            ClusterRoleSelectors = [new LabelSelector { MatchLabels = new Dictionary<string, string> { [Part + sum] = "true" } }],
        },
    };

    private static ObjectMeta Meta(string name, params string[] partOf)
    {
        var labels = new Dictionary<string, string> { ["kubernetes.io/bootstrapping"] = "rbac-defaults" };
        foreach (var role in partOf) labels[Part + role] = "true";
        return new ObjectMeta
        {
            Name = name, Labels = labels, Annotations = new Dictionary<string, string> { ["rbac.authorization.kubernetes.io/autoupdate"] = "true" },
        };
    }
}
