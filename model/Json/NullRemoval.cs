using System.Buffers;
using System.Text.Json;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.Json;

/// <summary>
/// Rewrites a document so that no null is left where the schema has a value: a null field is left out, a null entry of a list or a map
/// becomes the empty value of its type. Free-form content is kept.
/// </summary>
internal static class NullRemoval
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = BodyWalk.MaximumDepth };

    public static byte[] From(ReadOnlySpan<byte> json, TypeSchema schema)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = BodyWalk.MaximumDepth });
        using var document = JsonDocument.ParseValue(ref reader);
        var output = new ArrayBufferWriter<byte>(json.Length);
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true, MaxDepth = Deep.MaxDepth }))
            Write(writer, document.RootElement, schema);
        return output.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value, TypeSchema schema)
    {
        if (schema.IsDeduced) value.WriteTo(writer);
        else if (value.ValueKind == JsonValueKind.Null && schema.Kind != ValueKind.Any) WriteEmpty(writer, schema);
        else if (schema.Kind == ValueKind.Struct) WriteFields(writer, value, schema);
        else if (schema.Kind == ValueKind.Map) WriteEntries(writer, value, schema.Element!);
        else if (schema.Kind == ValueKind.List) WriteItems(writer, value, schema.Element!);
        else value.WriteTo(writer);
    }

    private static void WriteFields(Utf8JsonWriter writer, JsonElement value, TypeSchema schema)
    {
        writer.WriteStartObject();
        foreach (var property in value.EnumerateObject())
        {
            if (schema.Find(property.Name) is not { } field || (property.Value.ValueKind == JsonValueKind.Null && !field.IsOthers)) continue;
            writer.WritePropertyName(property.Name);
            Write(writer, property.Value, field.Value);
        }

        writer.WriteEndObject();
    }

    private static void WriteEntries(Utf8JsonWriter writer, JsonElement value, TypeSchema element)
    {
        writer.WriteStartObject();
        foreach (var property in value.EnumerateObject())
        {
            writer.WritePropertyName(property.Name);
            Write(writer, property.Value, element);
        }

        writer.WriteEndObject();
    }

    private static void WriteItems(Utf8JsonWriter writer, JsonElement value, TypeSchema element)
    {
        writer.WriteStartArray();
        foreach (var item in value.EnumerateArray()) Write(writer, item, element);
        writer.WriteEndArray();
    }

    private static void WriteEmpty(Utf8JsonWriter writer, TypeSchema schema)
    {
        switch (schema.Kind)
        {
            case ValueKind.Struct or ValueKind.Map: writer.WriteStartObject(); writer.WriteEndObject(); break;
            case ValueKind.List: writer.WriteStartArray(); writer.WriteEndArray(); break;
            case ValueKind.Boolean: writer.WriteBooleanValue(false); break;
            case ValueKind.Int32 or ValueKind.Int64 or ValueKind.IntOrString: writer.WriteNumberValue(0); break;
            case ValueKind.Quantity: writer.WriteStringValue("0"); break;
            case ValueKind.Time or ValueKind.MicroTime: writer.WriteStringValue("0001-01-01T00:00:00Z"); break;
            default: writer.WriteStringValue(""); break;
        }
    }
}
