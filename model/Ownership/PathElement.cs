using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orleans.Kube.Model.Ownership;

/// <summary>One step of a path in the form of FieldsV1: <c>f:</c> a field, <c>k:</c> an entry by its keys, <c>v:</c> an entry of a set, <c>i:</c> by position.</summary>
internal static class PathElement
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Field(string name) => "f:" + name;

    public static string Value(object value) => "v:" + JsonSerializer.Serialize(value, value.GetType(), Relaxed);

    public static string Value(JsonElement value) => "v:" + Scalar(value);

    /// <summary>An entry of a keyed list; the keys sorted by name, missing ones left out.</summary>
    public static string Key(IEnumerable<KeyValuePair<string, string>> keys)
    {
        var text = new StringBuilder("k:{");
        foreach (var (name, json) in keys.OrderBy(static k => k.Key, StringComparer.Ordinal))
        {
            if (text.Length > 3) text.Append(',');
            text.Append(JsonSerializer.Serialize(name, Relaxed)).Append(':').Append(json);
        }

        return text.Append('}').ToString();
    }

    /// <summary>A scalar as canonical JSON.</summary>
    public static string Scalar(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? JsonSerializer.Serialize(value.GetString(), Relaxed) : value.GetRawText();

    public static string Scalar(object value) => value switch
    {
        string text => JsonSerializer.Serialize(text, Relaxed),
        int or long or bool => JsonSerializer.Serialize(value, value.GetType(), Relaxed),
        _ => JsonSerializer.Serialize(value, value.GetType(), Json.KubeJson.Options),
    };

    /// <summary>An element that a client wrote, in the form in which elements are compared; null when it means nothing.</summary>
    public static string? Canonical(string element)
    {
        if (element.StartsWith("f:", StringComparison.Ordinal)) return element;
        if (element.Length < 3 || element[1] != ':' || element[0] is not ('k' or 'v' or 'i')) return null;
        try
        {
            using var document = JsonDocument.Parse(element.AsMemory(2));
            return element[0] switch
            {
                'v' => Value(document.RootElement),
                'k' when document.RootElement.ValueKind == JsonValueKind.Object => Key(
                    document.RootElement.EnumerateObject().Select(static p => KeyValuePair.Create(p.Name, Scalar(p.Value)))),
                'i' when document.RootElement.TryGetInt32(out var index) => $"i:{index}",
                _ => null,
            };
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The element as conflict messages show it.</summary>
    public static string Show(string element) => element[0] switch
    {
        'f' => "." + element[2..],
        'v' => $"[={element[2..]}]",
        'i' => $"[{element[2..]}]",
        _ => ShowKey(element),
    };

    private static string ShowKey(string element)
    {
        using var document = JsonDocument.Parse(element.AsMemory(2));
        return $"[{string.Join(',', document.RootElement.EnumerateObject().Select(static p => $"{p.Name}={Scalar(p.Value)}"))}]";
    }
}
