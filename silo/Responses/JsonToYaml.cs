using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Orleans.Kube.Silo.Responses;

/// <summary>Writes JSON as block-style YAML. Strings that YAML would read as something else are quoted.</summary>
public static class JsonToYaml
{
    public static byte[] Convert(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 256 });
        var text = new StringBuilder();
        Write(document.RootElement, 0, text, atLineStart: true);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Write(JsonElement value, int indent, StringBuilder text, bool atLineStart)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.EnumerateObject().Any():
                WriteMap(value, indent, text, atLineStart);
                break;
            case JsonValueKind.Array when value.GetArrayLength() > 0:
                WriteList(value, indent, text, atLineStart);
                break;
            default:
                if (!atLineStart) text.Append(' ');
                text.Append(Scalar(value)).Append('\n');
                break;
        }
    }

    private static void WriteMap(JsonElement map, int indent, StringBuilder text, bool atLineStart)
    {
        if (!atLineStart) text.Append('\n');
        var first = atLineStart;
        foreach (var property in map.EnumerateObject())
        {
            if (!first) text.Append(' ', indent);
            first = false;
            text.Append(Quoted(property.Name)).Append(':');
            var nested = property.Value.ValueKind == JsonValueKind.Array ? indent : indent + 2;
            Write(property.Value, nested, text, atLineStart: false);
        }
    }

    private static void WriteList(JsonElement list, int indent, StringBuilder text, bool atLineStart)
    {
        if (!atLineStart) text.Append('\n');
        var first = atLineStart;
        foreach (var item in list.EnumerateArray())
        {
            if (!first) text.Append(' ', indent);
            first = false;
            text.Append("- ");
            Write(item, indent + 2, text, atLineStart: true);
        }
    }

    private static string Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{}",
        JsonValueKind.Array => "[]",
        JsonValueKind.String => Quoted(value.GetString()!),
        _ => value.GetRawText(),
    };

    private static string Quoted(string text) => IsPlain(text) ? text : JsonSerializer.Serialize(text);

    private static bool IsPlain(string text)
    {
        if (text.Length == 0 || !(char.IsAsciiLetter(text[0]) || text[0] is '/' or '_')) return false;
        foreach (var c in text)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.' or '/' or ' ' or '(' or ')' or '=' or '+')) return false;
        if (text[^1] == ' ' || text.ToLowerInvariant() is "true" or "false" or "yes" or "no" or "on" or "off" or "y" or "n" or "null") return false;
        return !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
    }
}
