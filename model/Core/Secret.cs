using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Core;

/// <summary>Sensitive settings, such as passwords and certificates.</summary>
[KubeKind("v1", "Secret")]
public sealed record Secret : KubeObject
{
    /// <summary>Whether the content can no longer change.</summary>
    public bool? Immutable { get; init; }

    /// <summary>Entries of bytes, in base64.</summary>
    public IReadOnlyDictionary<string, byte[]> Data { get; init => field = value ?? EmptyMap<byte[]>.Value; } = EmptyMap<byte[]>.Value;

    /// <summary>Entries of text, for convenience when writing. They are moved to data.</summary>
    public IReadOnlyDictionary<string, string> StringData { get; init => field = value ?? EmptyMap<string>.Value; } = EmptyMap<string>.Value;

    /// <summary>What the secret is for. Some types must have certain entries.</summary>
    [Values(typeof(SecretType))]
    public string Type { get; init => field = value ?? ""; } = "";
}
