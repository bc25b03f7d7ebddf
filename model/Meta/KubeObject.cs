using System.Text.Json.Serialization;

namespace Orleans.Kube.Model.Meta;

/// <summary>An object with a name and metadata of its own. Its JSON always starts with kind, apiVersion and metadata, in this order.</summary>
public abstract record KubeObject : TypeMeta
{
    /// <summary>Name, labels, owners and everything else that all objects have.</summary>
    [JsonPropertyOrder(-1)]
    public ObjectMeta Metadata { get; init => field = value ?? new(); } = new();
}
