using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Rbac;

[KubeKind("rbac.authorization.k8s.io/v1", "RoleBinding")]
public sealed record RoleBinding : KubeObject
{
    [Atomic]
    public IReadOnlyList<Subject> Subjects { get; init => field = value ?? []; } = [];

    [AlwaysWritten]
    public RoleRef RoleRef { get; init => field = value ?? new(); } = new();
}
