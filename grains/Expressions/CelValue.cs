using System.Text.Json;
using Orleans.Kube.Model.Json;

namespace Orleans.Kube.Grains.Expressions;

/// <summary>JSON as values of expressions.</summary>
internal static class CelValue
{
    /// <summary>A value of the model as expressions see it: its JSON.</summary>
    public static object? Of(object? value) => value is null ? null : Of(JsonSerializer.SerializeToElement(value, value.GetType(), KubeJson.Options));

    public static object? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().ToDictionary(static p => p.Name, static p => Of(p.Value), StringComparer.Ordinal),
        JsonValueKind.Array => value.EnumerateArray().Select(static i => Of(i)).ToArray(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out var number) ? number : value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
