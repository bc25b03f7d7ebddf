using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Json;

/// <summary>Objects to and from the JSON that is stored and served.</summary>
public static class ObjectJson
{
    /// <summary>Above this the buffer of a thread is given back instead of kept.</summary>
    private const int LargestKept = 256 * 1024;

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? Rented;

    private static ReadOnlySpan<byte> MetadataStart => "\"metadata\":{"u8;

    /// <summary>The JSON of an object, without its resourceVersion: that belongs to the revision, not to the content.</summary>
    public static byte[] Write(KubeObject content)
    {
        var plain = content.Metadata.ResourceVersion.Length == 0
            ? content
            : content with { Metadata = content.Metadata with { ResourceVersion = "" } };
        var (buffer, writer) = Rented ??= NewWriter();
        try
        {
            JsonSerializer.Serialize(writer, plain, KubeJson.Options.GetTypeInfo(plain.GetType()));
            return buffer.WrittenSpan.ToArray();
        }
        finally
        {
            Return(buffer, writer);
        }
    }

    /// <summary>Decodes trusted JSON, such as the ledger's.</summary>
    /// <exception cref="JsonException">The JSON is not an object of that type.</exception>
    public static KubeObject Read(ReadOnlySpan<byte> json, Type type) =>
        (KubeObject)(JsonSerializer.Deserialize(json, type, KubeJson.Options) ?? throw new JsonException("null is not an object"));

    /// <summary>Decodes the metadata alone.</summary>
    public static ObjectMeta ReadMetadata(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName) continue;
            var found = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            if (found) return JsonSerializer.Deserialize<ObjectMeta>(ref reader, KubeJson.Options) ?? new();
            reader.Skip();
        }

        return new();
    }

    /// <summary>
    /// Splices <c>"resourceVersion":"N"</c> into JSON that <see cref="Write"/> made, as the first field of metadata. One copy, no parsing:
    /// an object's JSON starts with kind, apiVersion and metadata.
    /// </summary>
    public static byte[] WithResourceVersion(ReadOnlySpan<byte> json, long revision)
    {
        var at = json.IndexOf(MetadataStart) + MetadataStart.Length;
        if (at < MetadataStart.Length) throw new JsonException("the object has no metadata");
        var separator = json[at] == (byte)'}' ? "" : ",";
        var field = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\"resourceVersion\":\"{revision}\"{separator}"));
        var result = new byte[json.Length + field.Length];
        json[..at].CopyTo(result);
        field.CopyTo(result.AsSpan(at));
        json[at..].CopyTo(result.AsSpan(at + field.Length));
        return result;
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer) NewWriter()
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        return (buffer, new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = KubeJson.Options.Encoder, MaxDepth = KubeJson.Options.MaxDepth, SkipValidation = true }));
    }

    private static void Return(ArrayBufferWriter<byte> buffer, Utf8JsonWriter writer)
    {
        if (buffer.Capacity > LargestKept) Rented = null;
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
    }
}
