using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Json;

/// <summary>What a body holds, its apiVersion and kind filled in, and what the client is to be warned of.</summary>
public sealed record DecodedBody(TypeMeta Value, IReadOnlyList<string> Warnings)
{
    /// <summary>The value as an object of the API.</summary>
    /// <exception cref="InvalidCastException">The type that was read has no metadata.</exception>
    public KubeObject Object => (KubeObject)Value;
}
