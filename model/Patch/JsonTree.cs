using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Orleans.Kube.Model.Errors;

namespace Orleans.Kube.Model.Patch;

/// <summary>
/// JSON text to and from a mutable tree. Safe for hostile text: of duplicate names the last one counts, depth is bounded, and whatever is
/// no JSON is a <see cref="StatusException"/> 400. Numbers keep their digits.
/// </summary>
internal static class JsonTree
{
    private const int MaximumDepth = 128;

    private static readonly JsonWriterOptions Writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaximumDepth, SkipValidation = true,
    };

    /// <exception cref="StatusException">400: the text is no JSON.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json)) throw Failures.BadRequest("error decoding patch: invalid UTF-8 in JSON text");
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaximumDepth });
            reader.Read();
            var root = Read(ref reader);
            reader.Read();
            return root;
        }
        catch (JsonException failure)
        {
            throw Failures.BadRequest($"error decoding patch: {Json.JsonSyntax.Describe(json, failure)}");
        }
        catch (InvalidOperationException)
        {
            throw Failures.BadRequest("error decoding patch: invalid character in string escape code");
        }
    }

    /// <exception cref="StatusException">400: the patch nested the object too deeply.</exception>
    public static byte[] Write(JsonNode? root)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>(4096);
        using var writer = new Utf8JsonWriter(output, Writing);
        if (root is null) writer.WriteNullValue();
        else Write(writer, root, 0);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    private static JsonNode? Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader),
        JsonTokenType.StartArray => ReadArray(ref reader),
        JsonTokenType.String => JsonValue.Create(reader.GetString()),
        JsonTokenType.Number => ReadNumber(ref reader),
        JsonTokenType.True => JsonValue.Create(true),
        JsonTokenType.False => JsonValue.Create(false),
        _ => null,
    };

    private static JsonObject ReadObject(ref Utf8JsonReader reader)
    {
        var result = new JsonObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            result[name] = Read(ref reader);
        }

        return result;
    }

    private static JsonArray ReadArray(ref Utf8JsonReader reader)
    {
        var result = new JsonArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) result.Add(Read(ref reader));
        return result;
    }

    private static JsonValue ReadNumber(ref Utf8JsonReader reader) =>
        reader.TryGetInt64(out var number) ? JsonValue.Create(number) : JsonValue.Create(JsonElement.ParseValue(ref reader))!;

    private static void Write(Utf8JsonWriter writer, JsonNode node, int depth)
    {
        if (depth >= MaximumDepth) throw Failures.BadRequest("exceeded max depth");
        switch (node)
        {
            case JsonObject fields:
                writer.WriteStartObject();
                foreach (var (name, value) in fields)
                {
                    writer.WritePropertyName(name);
                    WriteOrNull(writer, value, depth + 1);
                }

                writer.WriteEndObject();
                break;
            case JsonArray items:
                writer.WriteStartArray();
                foreach (var item in items) WriteOrNull(writer, item, depth + 1);
                writer.WriteEndArray();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }

    private static void WriteOrNull(Utf8JsonWriter writer, JsonNode? node, int depth)
    {
        if (node is null) writer.WriteNullValue();
        else Write(writer, node, depth);
    }

    /// <summary>A copy with the fields of every object in order, as Go writes maps.</summary>
    public static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields.OrderBy(static f => f.Key, StringComparer.Ordinal).Select(static f => KeyValuePair.Create(f.Key, Sorted(f.Value)))),
        JsonArray entries => new JsonArray([.. entries.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
