using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orleans.Kube.Model.Json;

/// <summary>How the API's JSON is written and read: Kubernetes' names, empty fields left out, times in RFC 3339.</summary>
public static class KubeJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = 128,
            TypeInfoResolver = new RecordResolver(),
            Converters = { new TimeConverter(), new MicroTimeConverter(), new QuantityConverter(), new IntOrStringConverter() },
        };
        options.MakeReadOnly();
        return options;
    }
}
