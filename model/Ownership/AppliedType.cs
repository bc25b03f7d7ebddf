using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Schema;
using Orleans.Kube.Model.Validation;
using GoText = Orleans.Kube.Model.Json.GoText;

namespace Orleans.Kube.Model.Ownership;

/// <summary>What a value of a configuration has to be, in the words of Kubernetes' typed objects. A null is of every type.</summary>
internal static class AppliedType
{
    /// <summary>What is wrong with a value, not with what is in it; null where it is of its type.</summary>
    public static string? Mismatch(JsonNode? item, TypeSchema schema)
    {
        if (item is null || schema.IsDeduced) return null;
        var kind = item.GetValueKind();
        return schema.Kind switch
        {
            ValueKind.Struct or ValueKind.Map => kind == JsonValueKind.Object ? null : $"expected map, got &{{{GoText.Of(item)}}}",
            ValueKind.List => kind == JsonValueKind.Array ? null : $"expected list, got &{{{GoText.Of(item)}}}",
            ValueKind.String or ValueKind.Bytes => kind == JsonValueKind.String ? null : $"expected string, got &value.valueUnstructured{{Value:{GoSyntax.Of(item)}}}",
            ValueKind.Int32 or ValueKind.Int64 => kind == JsonValueKind.Number ? null : $"expected numeric (int or float), got {GoType(kind)}",
            ValueKind.Boolean => kind is JsonValueKind.True or JsonValueKind.False ? null : $"expected boolean, got &{{{GoText.Of(item)}}}",
            ValueKind.Any or ValueKind.IntOrString => null,
            _ => kind is not (JsonValueKind.Object or JsonValueKind.Array) ? null : $"expected any scalar, got &{{{GoText.Of(item)}}}",
        };
    }

    /// <summary>Why a value cannot be an entry of a keyed list; null where it can.</summary>
    public static string? NoEntry(JsonNode? item, TypeSchema element, IReadOnlyList<string> keys)
    {
        if (item is null) return "associative list with keys may not have a null element";
        if (item is not JsonObject) return "associative list with keys may not have non-map elements";
        return TreeKeys.Of(item, element, keys) is not null ? null
            : $"associative list with keys has an element that omits key field \"{TreeKeys.Missing(item, element, keys)}\" (and doesn't have default value)";
    }

    /// <summary>Why a value cannot be in a set; null where it can.</summary>
    public static string? NoMember(JsonNode? item) => item switch
    {
        null => "associative list without keys has an element that's an explicit null",
        JsonObject => "associative list without keys has an element that's a map type",
        JsonArray => "not supported: associative list with lists as elements",
        _ => null,
    };

    private static string GoType(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "map[string]interface {}",
        JsonValueKind.Array => "[]interface {}",
        JsonValueKind.String => "string",
        _ => "bool",
    };
}
