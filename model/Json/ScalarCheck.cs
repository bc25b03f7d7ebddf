using System.Buffers.Text;
using System.Text.Json;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.Json;

/// <summary>Whether a token is a value of a scalar kind, in the words in which Kubernetes refuses it.</summary>
internal static class ScalarCheck
{
    /// <summary>Null when the token fits, empty when its JSON type does not, otherwise what is wrong with the text.</summary>
    public static string? Find(ref Utf8JsonReader reader, ValueKind kind)
    {
        var token = reader.TokenType;
        return kind switch
        {
            ValueKind.String => token == JsonTokenType.String ? Text(ref reader) : "",
            ValueKind.Boolean => token is JsonTokenType.True or JsonTokenType.False ? null : "",
            ValueKind.Int32 => token == JsonTokenType.Number && reader.TryGetInt32(out _) ? null : "",
            ValueKind.Int64 => token == JsonTokenType.Number && reader.TryGetInt64(out _) ? null : "",
            ValueKind.Bytes => token == JsonTokenType.String ? Bytes(ref reader) : "",
            ValueKind.Time => token == JsonTokenType.String ? Time(ref reader, isMicro: false) : NoString(token),
            ValueKind.MicroTime => token == JsonTokenType.String ? Time(ref reader, isMicro: true) : NoString(token),
            ValueKind.Quantity => QuantityConverter.TryRead(ref reader, out _) ? null : QuantityConverter.Expected,
            ValueKind.IntOrString => IntOrString(ref reader),
            _ => "",
        };
    }

    /// <summary>Unescaping throws on broken surrogates; texts without escapes need no look.</summary>
    private static string? Text(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped) _ = reader.GetString();
        return null;
    }

    private static string? Bytes(ref Utf8JsonReader reader)
    {
        var text = reader.ValueIsEscaped ? System.Text.Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
        if (Base64.IsValid(text) && text.IndexOfAny(" \t"u8) < 0) return null;
        var bad = text.IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/\r\n"u8);
        // A group of four that is cut short is wrong from its start.
        return $"illegal base64 data at input byte {(bad < 0 ? text.Length - (text.Length % 4) : bad)}";
    }

    /// <summary>Times of the finer sort have exactly six digits after the second.</summary>
    private static string? Time(ref Utf8JsonReader reader, bool isMicro) =>
        (!isMicro || HasSixDigits(ref reader)) && Rfc3339.TryRead(ref reader, out _) ? null : GoTime.Complaint(reader.GetString()!, isMicro);

    private static bool HasSixDigits(ref Utf8JsonReader reader)
    {
        var text = reader.ValueSpan;
        var at = text.IndexOf((byte)'.');
        if (at < 0) return false;
        var digits = text[(at + 1)..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return (digits < 0 ? text.Length - at - 1 : digits) == 6;
    }

    private static string? IntOrString(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => Text(ref reader),
        JsonTokenType.Number when reader.TryGetInt32(out _) => null,
        JsonTokenType.Number => $"json: cannot unmarshal number {Shown(ref reader)} into Go value of type int32",
        var token => $"json: cannot unmarshal {Name(token)} into Go value of type int32",
    };

    private static string NoString(JsonTokenType token) => $"json: cannot unmarshal {Name(token)} into Go value of type string";

    private static string Shown(ref Utf8JsonReader reader) =>
        System.Text.Encoding.UTF8.GetString(reader.ValueSpan[..Math.Min(64, reader.ValueSpan.Length)]);

    private static string Name(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "object",
        JsonTokenType.StartArray => "array",
        JsonTokenType.Number => "number",
        _ => "bool",
    };
}
