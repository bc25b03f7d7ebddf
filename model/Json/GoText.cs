using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orleans.Kube.Model.Json;

/// <summary>JSON values as Go prints them (<c>%+v</c>): some of Kubernetes' messages show values so.</summary>
internal static class GoText
{
    public static string Of(JsonNode? value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    /// <summary>What Go calls a value that it cannot decode.</summary>
    public static string KindOf(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "bool",
        _ => "null",
    };

    private static void Append(StringBuilder text, JsonNode? value)
    {
        switch (value)
        {
            case null:
                text.Append("<nil>");
                break;
            case JsonObject fields:
                text.Append("map[");
                AppendAll(text, fields.OrderBy(static f => f.Key, StringComparer.Ordinal), static (to, field) => Append(to.Append(field.Key).Append(':'), field.Value));
                text.Append(']');
                break;
            case JsonArray entries:
                text.Append('[');
                AppendAll(text, entries, Append);
                text.Append(']');
                break;
            default:
                text.Append(Scalar(value.AsValue()));
                break;
        }
    }

    private static void AppendAll<T>(StringBuilder text, IEnumerable<T> values, Action<StringBuilder, T> append)
    {
        var isFirst = true;
        foreach (var value in values)
        {
            if (!isFirst) text.Append(' ');
            isFirst = false;
            append(text, value);
        }
    }

    private static string Scalar(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.Number when !value.TryGetValue(out long _) && value.TryGetValue(out double number) => number.ToString("R", CultureInfo.InvariantCulture),
        _ => value.ToJsonString(),
    };
}
