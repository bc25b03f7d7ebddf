using System.Text.Json;
using Orleans.Kube.Model.ApiRegistration;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Rbac;
using Orleans.Kube.Silo.Peers;

namespace Orleans.Kube.Silo.Bootstrap;

/// <summary>What this server says of itself to clients and to other API servers: an APIService for each version that it serves, and whom to trust.</summary>
internal static class LocalApiServices
{
    private const string TrustMap = "extension-apiserver-authentication";
    private const string Reader = TrustMap + "-reader";
    private const int DefaultVersionPriority = 15;

    // Those of Kubernetes 1.33, where the group of APIServices itself has none. What metrics-server's own manifest says of its group is said here too, so that who applies it has no conflict.
    private static readonly Dictionary<string, int> GroupPriorities = new(StringComparer.Ordinal)
    {
        [""] = 18_000, ["apps"] = 17_800, ["events.k8s.io"] = 17_750, ["authentication.k8s.io"] = 17_700, ["authorization.k8s.io"] = 17_600,
        ["autoscaling"] = 17_500, ["batch"] = 17_400, ["certificates.k8s.io"] = 17_300, ["networking.k8s.io"] = 17_200, ["policy"] = 17_100, ["rbac.authorization.k8s.io"] = 17_000,
        ["storage.k8s.io"] = 16_800, ["apiextensions.k8s.io"] = 16_700, ["admissionregistration.k8s.io"] = 16_700, ["scheduling.k8s.io"] = 16_600, ["coordination.k8s.io"] = 16_500,
        ["node.k8s.io"] = 16_300, ["discovery.k8s.io"] = 16_200, ["flowcontrol.apiserver.k8s.io"] = 16_100, ["metrics.k8s.io"] = 100,
    };

    private static readonly Dictionary<(string Group, string Version), int> VersionPriorities = new()
    {
        [("", "v1")] = 1, [("autoscaling", "v2")] = 30, [("flowcontrol.apiserver.k8s.io", "v1")] = 21, [("metrics.k8s.io", "v1beta1")] = 100,
    };

    public static IEnumerable<KubeObject> All(ResourceRegistry registry) => registry.All.Where(static d => d is not CustomObjectDefinition && d.ObjectType != typeof(APIService))
        .Select(static d => (d.Group, d.Version)).Distinct()
        .Select(static v => new APIService
        {
            ApiVersion = "apiregistration.k8s.io/v1",
            Kind = "APIService",
            Metadata = new ObjectMeta
            {
                Name = $"{v.Version}.{v.Group}", Labels = new Dictionary<string, string> { ["kube-aggregator.kubernetes.io/automanaged"] = "onstart" },
            },
            Spec = new APIServiceSpec { Group = v.Group, Version = v.Version, GroupPriorityMinimum = GroupPriorities[v.Group], VersionPriority = VersionPriorities.GetValueOrDefault(v, DefaultVersionPriority) },
        });

    /// <summary>How other API servers know requests that this one passes on, and who may read that.</summary>
    public static IEnumerable<KubeObject> Trust(string authority) =>
    [
        new ConfigMap
        {
            ApiVersion = "v1", Kind = "ConfigMap", Metadata = new ObjectMeta { Name = TrustMap, Namespace = "kube-system" },
            Data = new Dictionary<string, string>
            {
                ["client-ca-file"] = authority, ["requestheader-client-ca-file"] = authority, ["requestheader-allowed-names"] = "[\"front-proxy-client\"]",
                ["requestheader-username-headers"] = "[\"X-Remote-User\"]", ["requestheader-group-headers"] = JsonSerializer.Serialize(PeerHeaders.GroupHeaders), ["requestheader-extra-headers-prefix"] = "[\"X-Remote-Extra-\"]",
            },
        },
        new Role
        {
            ApiVersion = "rbac.authorization.k8s.io/v1", Kind = "Role", Metadata = new ObjectMeta { Name = Reader, Namespace = "kube-system" },
            Rules = [new PolicyRule { ApiGroups = [""], Resources = ["configmaps"], ResourceNames = [TrustMap], Verbs = ["get", "list", "watch"] }],
        },
    ];
}
