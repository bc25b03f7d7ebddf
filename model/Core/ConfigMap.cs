using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

/// <summary>Settings that pods read as files or environment variables.</summary>
[KubeKind("v1", "ConfigMap")]
public sealed record ConfigMap : KubeObject
{
    /// <summary>Whether the content can no longer change.</summary>
    public bool? Immutable { get; init; }

    /// <summary>Entries of text.</summary>
    public IReadOnlyDictionary<string, string> Data { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    /// <summary>Entries of bytes, in base64.</summary>
    public IReadOnlyDictionary<string, byte[]> BinaryData { get; init => field = value ?? EmptyMap<byte[]>.Value; } = EmptyMap<byte[]>.Value;
}
