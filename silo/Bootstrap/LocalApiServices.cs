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
    private const int Priority = 17_000;
    private const int VersionPriority = 15;

    public static IEnumerable<KubeObject> All(ResourceRegistry registry) => registry.All.Where(static d => d is not CustomObjectDefinition).Select(static d => (d.Group, d.Version)).Distinct()
        .Select(static v => new APIService
        {
            ApiVersion = "apiregistration.k8s.io/v1",
            Kind = "APIService",
            Metadata = new ObjectMeta
            {
                Name = $"{v.Version}.{v.Group}", Labels = new Dictionary<string, string> { ["kube-aggregator.kubernetes.io/automanaged"] = "onstart" },
            },
            Spec = new APIServiceSpec { Group = v.Group, Version = v.Version, GroupPriorityMinimum = v.Group.Length == 0 ? Priority + 1000 : Priority, VersionPriority = VersionPriority },
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
