using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.Kube.NodeAgent.Runtime.Docker;

/// <summary>How the Engine API's JSON is read and written: its own names, nulls left out.</summary>
internal static class DockerJson
{
    public static JsonSerializerOptions Options { get; } = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
}
