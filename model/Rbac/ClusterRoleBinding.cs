using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Rbac;

/// <summary>Gives users a ClusterRole in the whole cluster.</summary>
[KubeKind("rbac.authorization.k8s.io/v1", "ClusterRoleBinding")]
public sealed record ClusterRoleBinding : KubeObject
{
    /// <summary>The users, groups and service accounts.</summary>
    [Atomic]
    public IReadOnlyList<Subject> Subjects { get; init => field = value ?? []; } = [];

    /// <summary>The role. It cannot be changed.</summary>
    [AlwaysWritten]
    public RoleRef RoleRef { get; init => field = value ?? new(); } = new();
}
