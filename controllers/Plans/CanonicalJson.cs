using System.Buffers;
using System.Text.Json;
using Orleans.Kube.Model.Json;

namespace Orleans.Kube.Controllers;

/// <summary>JSON with the fields of every object in ordinal order: equal values have equal bytes, however their maps were filled.</summary>
public static class CanonicalJson
{
    public static ReadOnlySpan<byte> Write<TValue>(TValue value)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var document = JsonSerializer.SerializeToDocument(value, KubeJson.Options);
        using (var writer = new Utf8JsonWriter(buffer)) Write(writer, document.RootElement);
        return buffer.WrittenSpan;
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject().OrderBy(static p => p.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray()) Write(writer, item);
                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
