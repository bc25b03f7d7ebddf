using System.Text.Json.Serialization;

namespace Orleans.Kube.Model.Meta;

/// <summary>What every document of the API starts with: its kind and its version, in the order in which Kubernetes writes them.</summary>
public abstract record TypeMeta
{
    /// <summary>What the document describes.</summary>
    [JsonPropertyOrder(-3)]
    public string Kind { get; init => field = value ?? ""; } = "";

    /// <summary>Group and version of the API that the document is written in.</summary>
    [JsonPropertyOrder(-2)]
    public string ApiVersion { get; init => field = value ?? ""; } = "";
}
