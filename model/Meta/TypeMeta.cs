using System.Text.Json.Serialization;

namespace Orleans.Kube.Model.Meta;

/// <summary>What every document of the API starts with: its version and its kind.</summary>
public abstract record TypeMeta
{
    [JsonPropertyOrder(-3)]
    public string ApiVersion { get; init => field = value ?? ""; } = "";

    [JsonPropertyOrder(-2)]
    public string Kind { get; init => field = value ?? ""; } = "";
}
