using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

[KubeKind("v1", "ServiceAccount")]
public sealed record ServiceAccount : KubeObject
{
    [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<ObjectReference> Secrets { get; init => field = value ?? []; } = [];

    [Atomic]
    public IReadOnlyList<LocalObjectReference> ImagePullSecrets { get; init => field = value ?? []; } = [];

    public bool? AutomountServiceAccountToken { get; init; }
}
