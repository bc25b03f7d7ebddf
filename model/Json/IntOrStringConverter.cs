using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.Kube.Model.Json;

internal sealed class IntOrStringConverter : JsonConverter<IntOrString>
{
    public override IntOrString Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetInt32(out var number) => number,
        JsonTokenType.String => reader.GetString()!,
        _ => throw new JsonException("expected a 32-bit number or a string"),
    };

    public override void Write(Utf8JsonWriter writer, IntOrString value, JsonSerializerOptions options)
    {
        if (value.IsString) writer.WriteStringValue(value.Text);
        else writer.WriteNumberValue(value.Number);
    }
}
