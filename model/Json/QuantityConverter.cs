using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.Kube.Model.Json;

internal sealed class QuantityConverter : JsonConverter<Quantity>
{
    public const string Expected = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    private const int Longest = 128;

    /// <summary>Reads a string or a number token; false for anything that is no quantity.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, out Quantity quantity)
    {
        quantity = default;
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number) || reader.ValueSpan.Length > Longest) return false;
        Span<char> text = stackalloc char[Longest];
        var length = reader.TokenType == JsonTokenType.String
            ? reader.CopyString(text)
            : System.Text.Encoding.ASCII.GetChars(reader.ValueSpan, text);
        return Quantity.TryParse(text[..length].Trim(), out quantity);
    }

    public override Quantity Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryRead(ref reader, out var quantity) ? quantity : throw new JsonException(Expected);

    public override void Write(Utf8JsonWriter writer, Quantity value, JsonSerializerOptions options)
    {
        Span<char> text = stackalloc char[Longest];
        writer.WriteStringValue(value.TryFormat(text, out var length) ? text[..length] : value.ToString());
    }
}
