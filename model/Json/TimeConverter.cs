using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.Kube.Model.Json;

/// <summary>metav1.Time: RFC 3339 in UTC with whole seconds.</summary>
internal sealed class TimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Rfc3339.TryRead(ref reader, out var time)
            ? time
            : throw new JsonException("a time is a string in RFC 3339 format");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<char> text = stackalloc char[20];
        value.UtcDateTime.TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }
}
