using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.Kube.Model.Json;

/// <summary>metav1.MicroTime: RFC 3339 in UTC with six digits after the second.</summary>
internal sealed class MicroTimeConverter : JsonConverter<MicroTime>
{
    public override MicroTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Rfc3339.TryRead(ref reader, out var time)
            ? new MicroTime(time)
            : throw new JsonException("a time is a string in RFC 3339 format");

    public override void Write(Utf8JsonWriter writer, MicroTime value, JsonSerializerOptions options)
    {
        Span<char> text = stackalloc char[27];
        value.Value.UtcDateTime.TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }
}
