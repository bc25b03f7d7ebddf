using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Rbac;

/// <summary>Gives users a Role or ClusterRole in one namespace.</summary>
[KubeKind("rbac.authorization.k8s.io/v1", "RoleBinding")]
public sealed record RoleBinding : KubeObject
{
    /// <summary>The users, groups and service accounts.</summary>
    [Atomic]
    public IReadOnlyList<Subject> Subjects { get; init => field = value ?? []; } = [];

    /// <summary>The role: one of the namespace or a ClusterRole. It cannot be changed.</summary>
    [AlwaysWritten]
    public RoleRef RoleRef { get; init => field = value ?? new(); } = new();
}
