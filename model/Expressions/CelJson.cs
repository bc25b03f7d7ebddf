using System.Text.Json;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Expressions.Evaluation;
using Orleans.Kube.Model.Expressions.Library;
using Orleans.Kube.Model.Json;

namespace Orleans.Kube.Model.Expressions;

/// <summary>JSON as values of expressions. Objects and lists are looked into only as far as the expression does.</summary>
public static class CelJson
{
    /// <summary>A value of the model as expressions see it: its JSON.</summary>
    public static object? Of(object? value) => value is null ? null : Of(JsonSerializer.SerializeToElement(value, value.GetType(), KubeJson.Options));

    /// <param name="value">The JSON.</param>
    /// <param name="schema">What it is by its author's description: times and bytes are texts in JSON, a whole number may be meant as a fraction.</param>
    public static object? Of(JsonElement value, JsonSchema? schema = null) => value.ValueKind switch
    {
        JsonValueKind.Object => new JsonMap(value, schema),
        JsonValueKind.Array => List(value, schema),
        JsonValueKind.String => Text(value.GetString()!, schema),
        JsonValueKind.Number => schema?.Source.Type != "number" && value.TryGetInt64(out var number) ? (object)number : value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static IReadOnlyList<object?> List(JsonElement value, JsonSchema? schema)
    {
        var items = new object?[value.GetArrayLength()];
        var i = 0;
        foreach (var item in value.EnumerateArray()) items[i++] = Of(item, schema?.Items);
        return schema?.Source.XListType switch
        {
            "set" => new CelList(items, []),
            "map" => new CelList(items, schema.Source.XListMapKeys),
            _ => items,
        };
    }

    private static object Text(string text, JsonSchema? schema)
    {
        if (schema is null || schema.Source.XIntOrString || schema.Source.Format.Length == 0) return text;
        try
        {
            return schema.Source.Format switch
            {
                "byte" => Convert.FromBase64String(text),
                "date" => Times.Instant(text + "T00:00:00Z"),
                "date-time" => Times.Instant(text),
                "duration" => Times.Span(text),
                _ => text,
            };
        }
        catch (Exception failure) when (failure is FormatException or CelFailure)
        {
            // The schema's own check says what is wrong with it.
            return text;
        }
    }
}
