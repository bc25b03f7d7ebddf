using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

[KubeKind("v1", "ConfigMap")]
public sealed record ConfigMap : KubeObject
{
    public bool? Immutable { get; init; }

    public IReadOnlyDictionary<string, string> Data { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    public IReadOnlyDictionary<string, byte[]> BinaryData { get; init => field = value ?? EmptyMap<byte[]>.Value; } = EmptyMap<byte[]>.Value;
}
