using System.Text;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Rbac;

namespace Orleans.Kube.Silo.Bootstrap;

/// <summary>What machines that join rest on: whom they may trust, readable by anybody, and what their tokens and certificates may ask for.</summary>
internal static class JoiningObjects
{
    private const string Group = "rbac.authorization.k8s.io";
    private const string ApiVersion = Group + "/v1";
    private const string InfoRole = "kubeadm:bootstrap-signer-clusterinfo";
    private const string Joining = "system:bootstrappers:kubeadm:default-node-token";
    private const string Requests = "system:certificates.k8s.io:certificatesigningrequests:";

    /// <summary>The ConfigMap from which a machine learns the server's address and authority; a token signs it.</summary>
    public static ConfigMap ClusterInfo(string server, string authority) => new()
    {
        ApiVersion = "v1", Kind = "ConfigMap",
        Metadata = new ObjectMeta { Name = "cluster-info", Namespace = "kube-public" },
        Data = new Dictionary<string, string> { ["kubeconfig"] = Kubeconfig(server, authority) },
    };

    public static IEnumerable<KubeObject> Permissions() =>
    [
        new Role
        {
            ApiVersion = ApiVersion, Kind = "Role", Metadata = new ObjectMeta { Name = InfoRole, Namespace = "kube-public" },
            Rules = [new PolicyRule { ApiGroups = [""], Resources = ["configmaps"], ResourceNames = ["cluster-info"], Verbs = ["get"] }],
        },
        new RoleBinding
        {
            ApiVersion = ApiVersion, Kind = "RoleBinding", Metadata = new ObjectMeta { Name = InfoRole, Namespace = "kube-public" },
            Subjects = [new Subject { ApiGroup = Group, Kind = "User", Name = "system:anonymous" }],
            RoleRef = new RoleRef { ApiGroup = Group, Kind = "Role", Name = InfoRole },
        },
        Role("kubeadm:get-nodes", "", "nodes", "get"),
        Binding("kubeadm:kubelet-bootstrap", "system:node-bootstrapper", Joining),
        Binding("kubeadm:node-autoapprove-bootstrap", Requests + "nodeclient", Joining),
        Binding("kubeadm:node-autoapprove-certificate-rotation", Requests + "selfnodeclient", "system:nodes"),
        Binding("kubeadm:get-nodes", "kubeadm:get-nodes", Joining),
    ];

    private static string Kubeconfig(string server, string authority) =>
        $"""
        apiVersion: v1
        clusters:
        - cluster:
            certificate-authority-data: {Convert.ToBase64String(Encoding.ASCII.GetBytes(authority))}
            server: {server}
          name: ""
        contexts: null
        current-context: ""
        kind: Config
        preferences: {"{}"}
        users: null

        """;

    private static ClusterRole Role(string name, string group, string resource, string verb) => new()
    {
        ApiVersion = ApiVersion, Kind = "ClusterRole", Metadata = new ObjectMeta { Name = name },
        Rules = [new PolicyRule { ApiGroups = [group], Resources = [resource], Verbs = [verb] }],
    };

    private static ClusterRoleBinding Binding(string name, string role, string group) => new()
    {
        ApiVersion = ApiVersion, Kind = "ClusterRoleBinding", Metadata = new ObjectMeta { Name = name },
        Subjects = [new Subject { ApiGroup = Group, Kind = "Group", Name = group }],
        RoleRef = new RoleRef { ApiGroup = Group, Kind = "ClusterRole", Name = role },
    };
}
