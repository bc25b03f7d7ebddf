using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Rbac;

namespace Orleans.Kube.Silo.Bootstrap;

/// <summary>The cluster roles and bindings that every cluster has: the ones for users, and those that discovery rests on.</summary>
internal static class DefaultRoles
{
    private const string ApiVersion = "rbac.authorization.k8s.io/v1";
    private const string Group = "rbac.authorization.k8s.io";
    private static readonly string[] Read = ["get", "list", "watch"];
    private static readonly string[] Write = ["create", "delete", "deletecollection", "patch", "update"];

    private static readonly PolicyRule[] Workloads =
    [
        Rule([""], ["pods", "pods/attach", "pods/exec", "pods/portforward", "pods/proxy", "pods/eviction", "configmaps", "endpoints", "events",
            "persistentvolumeclaims", "replicationcontrollers", "replicationcontrollers/scale", "services", "services/proxy", "secrets", "serviceaccounts"], Write),
        Rule(["apps"], ["daemonsets", "deployments", "deployments/scale", "replicasets", "replicasets/scale", "statefulsets", "statefulsets/scale"], Write),
        Rule(["batch"], ["cronjobs", "jobs"], Write),
        Rule(["autoscaling"], ["horizontalpodautoscalers"], Write),
        Rule(["policy"], ["poddisruptionbudgets"], Write),
        Rule(["networking.k8s.io"], ["ingresses", "networkpolicies"], Write),
    ];

    private static readonly PolicyRule[] Views =
    [
        Rule([""], ["configmaps", "endpoints", "events", "limitranges", "namespaces", "namespaces/status", "persistentvolumeclaims", "persistentvolumeclaims/status",
            "pods", "pods/log", "pods/status", "replicationcontrollers", "replicationcontrollers/scale", "replicationcontrollers/status",
            "resourcequotas", "resourcequotas/status", "serviceaccounts", "services", "services/status"], Read),
        Rule(["apps"], ["controllerrevisions", "daemonsets", "daemonsets/status", "deployments", "deployments/scale", "deployments/status", "replicasets",
            "replicasets/scale", "replicasets/status", "statefulsets", "statefulsets/scale", "statefulsets/status"], Read),
        Rule(["batch"], ["cronjobs", "cronjobs/status", "jobs", "jobs/status"], Read),
        Rule(["autoscaling"], ["horizontalpodautoscalers", "horizontalpodautoscalers/status"], Read),
        Rule(["policy"], ["poddisruptionbudgets", "poddisruptionbudgets/status"], Read),
        Rule(["networking.k8s.io"], ["ingresses", "ingresses/status", "networkpolicies"], Read),
        Rule(["discovery.k8s.io"], ["endpointslices"], Read),
        Rule(["events.k8s.io"], ["events"], Read),
        Rule(["metrics.k8s.io"], ["nodes", "pods"], Read),
    ];

    public static IEnumerable<KubeObject> All() =>
    [
        Role("cluster-admin", Rule(["*"], ["*"], ["*"]), Paths(["*"], "*")),
        Aggregate("admin", "rbac.authorization.k8s.io/aggregate-to-admin"),
        Aggregate("edit", "rbac.authorization.k8s.io/aggregate-to-edit", "rbac.authorization.k8s.io/aggregate-to-admin"),
        Aggregate("view", "rbac.authorization.k8s.io/aggregate-to-view", "rbac.authorization.k8s.io/aggregate-to-edit"),
        Part("system:aggregate-to-admin", "rbac.authorization.k8s.io/aggregate-to-admin",
            [Rule(["authorization.k8s.io"], ["localsubjectaccessreviews"], ["create"]), Rule([Group], ["roles", "rolebindings"], [.. Read, .. Write])]),
        Part("system:aggregate-to-edit", "rbac.authorization.k8s.io/aggregate-to-edit",
            [Rule([""], ["secrets", "pods/attach", "pods/exec", "pods/portforward", "pods/proxy", "services/proxy"], Read), Rule([""], ["serviceaccounts"], ["impersonate"]), .. Workloads]),
        Part("system:aggregate-to-view", "rbac.authorization.k8s.io/aggregate-to-view", Views),
        Role("system:discovery", Paths(["get"], "/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*", "/readyz", "/version", "/version/")),
        Role("system:public-info-viewer", Paths(["get"], "/healthz", "/livez", "/readyz", "/version", "/version/")),
        Role("system:basic-user",
            Rule(["authorization.k8s.io"], ["selfsubjectaccessreviews", "selfsubjectrulesreviews"], ["create"]),
            Rule(["authentication.k8s.io"], ["selfsubjectreviews"], ["create"])),
        Role("system:monitoring", Paths(["get"], "/healthz", "/healthz/*", "/livez", "/livez/*", "/metrics", "/metrics/*", "/readyz", "/readyz/*")),
        Role("system:node-bootstrapper", Rule(["certificates.k8s.io"], ["certificatesigningrequests"], ["create", "get", "list", "watch"])),
        Role("system:auth-delegator",
            Rule(["authentication.k8s.io"], ["tokenreviews"], ["create"]), Rule(["authorization.k8s.io"], ["subjectaccessreviews"], ["create"])),
        Binding("cluster-admin", "cluster-admin", "system:masters"),
        Binding("system:discovery", "system:discovery", "system:authenticated"),
        Binding("system:public-info-viewer", "system:public-info-viewer", "system:authenticated", "system:unauthenticated"),
        Binding("system:basic-user", "system:basic-user", "system:authenticated"),
        Binding("system:monitoring", "system:monitoring", "system:monitoring"),
    ];

    private static PolicyRule Rule(string[] groups, string[] resources, string[] verbs) => new() { ApiGroups = groups, Resources = resources, Verbs = verbs };

    private static PolicyRule Paths(string[] verbs, params string[] paths) => new() { NonResourceURLs = paths, Verbs = verbs };

    private static ClusterRole Role(string name, params PolicyRule[] rules) => new()
    {
        ApiVersion = ApiVersion, Kind = "ClusterRole", Metadata = Meta(name), Rules = rules,
    };

    private static ClusterRole Part(string name, string label, PolicyRule[] rules) => Role(name, rules) with { Metadata = Meta(name, (label, "true")) };

    /// <summary>A role that is the sum of those with a label, itself part of the roles above it.</summary>
    private static ClusterRole Aggregate(string name, string label, params string[] partOf) => Role(name) with
    {
        Metadata = Meta(name, [.. partOf.Select(static p => (p, "true"))]),
        AggregationRule = new AggregationRule
        {
            ClusterRoleSelectors = [new LabelSelector { MatchLabels = new Dictionary<string, string> { [label] = "true" } }],
        },
    };

    private static ClusterRoleBinding Binding(string name, string role, params string[] groups) => new()
    {
        ApiVersion = ApiVersion,
        Kind = "ClusterRoleBinding",
        Metadata = Meta(name),
        Subjects = [.. groups.Select(static g => new Subject { ApiGroup = Group, Kind = "Group", Name = g })],
        RoleRef = new RoleRef { ApiGroup = Group, Kind = "ClusterRole", Name = role },
    };

    private static ObjectMeta Meta(string name, params (string Key, string Value)[] labels)
    {
        var all = new Dictionary<string, string> { ["kubernetes.io/bootstrapping"] = "rbac-defaults" };
        foreach (var (key, value) in labels) all[key] = value;
        return new ObjectMeta
        {
            Name = name, Labels = all, Annotations = new Dictionary<string, string> { ["rbac.authorization.kubernetes.io/autoupdate"] = "true" },
        };
    }
}
