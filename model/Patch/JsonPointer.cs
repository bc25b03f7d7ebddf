using System.Globalization;
using System.Text.Json.Nodes;

namespace Orleans.Kube.Model.Patch;

/// <summary>A JSON pointer (RFC 6901), resolved step by step. Negative indexes count from the end of an array, as Kubernetes allows.</summary>
internal readonly struct JsonPointer
{
    private readonly string[] _parts;

    private JsonPointer(string[] parts) => _parts = parts;

    public bool IsRoot => _parts.Length == 0;

    /// <summary>The last step; "" of the root.</summary>
    public string Last => IsRoot ? "" : _parts[^1];

    public static bool TryParse(string text, out JsonPointer pointer)
    {
        pointer = new JsonPointer([]);
        if (text.Length == 0) return true;
        if (text[0] != '/') return false;
        pointer = new JsonPointer([.. text[1..].Split('/').Select(static part => part.Replace("~1", "/").Replace("~0", "~"))]);
        return true;
    }

    /// <summary>The container of what the pointer names; false when it isn't there.</summary>
    public bool TryFindParent(JsonNode? root, out JsonNode parent)
    {
        var node = root;
        for (var step = 0; step < _parts.Length - 1 && node is not null; step++) node = Child(node, _parts[step]);
        parent = node!;
        return node is JsonObject or JsonArray;
    }

    /// <summary>What the pointer names; false when it isn't there. A null that is there is found.</summary>
    public bool TryFind(JsonNode? root, out JsonNode? value)
    {
        value = root;
        if (IsRoot) return true;
        value = null;
        if (!TryFindParent(root, out var parent)) return false;
        if (parent is JsonObject fields) return fields.TryGetPropertyValue(Last, out value);
        if (!TryIndex((JsonArray)parent, Last, out var index)) return false;
        value = ((JsonArray)parent)[index];
        return true;
    }

    /// <summary>The position of an existing entry.</summary>
    public static bool TryIndex(JsonArray items, string part, out int index)
    {
        if (!int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out index)) return false;
        if (index < 0) index += items.Count;
        return index >= 0 && index < items.Count;
    }

    private static JsonNode? Child(JsonNode node, string part) => node switch
    {
        JsonObject fields => fields[part],
        JsonArray items when TryIndex(items, part, out var index) => items[index],
        _ => null,
    };
}
