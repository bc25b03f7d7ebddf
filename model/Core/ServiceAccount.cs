using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

/// <summary>An identity for what runs in pods.</summary>
[KubeKind("v1", "ServiceAccount")]
public sealed record ServiceAccount : KubeObject
{
    /// <summary>Secrets that pods of this account may use.</summary>
    [ListMap("name")] [PatchMerge("name")]
    public IReadOnlyList<ObjectReference> Secrets { get; init => field = value ?? []; } = [];

    /// <summary>Secrets with credentials for registries that pods of this account get.</summary>
    [Atomic]
    public IReadOnlyList<LocalObjectReference> ImagePullSecrets { get; init => field = value ?? []; } = [];

    /// <summary>Whether pods of this account find its token as a file, unless they say otherwise.</summary>
    public bool? AutomountServiceAccountToken { get; init; }
}
