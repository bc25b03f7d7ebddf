using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

[KubeKind("v1", "Secret")]
public sealed record Secret : KubeObject
{
    public bool? Immutable { get; init; }

    public IReadOnlyDictionary<string, byte[]> Data { get; init => field = value ?? EmptyMap<byte[]>.Value; } = EmptyMap<byte[]>.Value;

    public IReadOnlyDictionary<string, string> StringData { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    [Values(typeof(SecretType))]
    public string Type { get; init => field = value ?? ""; } = "";
}
