using System.Text.Json.Nodes;
using Orleans.Kube.Model.Errors;

namespace Orleans.Kube.Model.Patch;

/// <summary>The names by which a strategic merge patch says more than values can.</summary>
internal static class Directives
{
    public const string Patch = "$patch";
    public const string RetainKeys = "$retainKeys";
    public const string Order = "$setElementOrder";
    public const string DeleteFromList = "$deleteFromPrimitiveList";

    /// <summary>The value of <c>$patch</c>, or null.</summary>
    public static string? Of(JsonObject patch)
    {
        if (!patch.TryGetPropertyValue(Patch, out var directive)) return null;
        return directive is JsonValue value && value.TryGetValue<string>(out var text)
            ? text
            : throw Failures.BadRequest("unrecognized patch directive: $patch must be a string");
    }

    public static JsonObject Without(JsonObject patch)
    {
        patch.Remove(Patch);
        return patch;
    }

    /// <summary>Splits <c>$setElementOrder/containers</c>; false when the name is not this directive.</summary>
    public static bool TryListName(string name, string directive, out string list)
    {
        var found = name.StartsWith(directive, StringComparison.Ordinal) && name.Length > directive.Length && name[directive.Length] == '/';
        list = found ? name[(directive.Length + 1)..] : "";
        return found;
    }

    /// <summary>The order that the patch wants for a list, or null.</summary>
    public static JsonArray? ListOrder(JsonObject patch, string list)
    {
        if (!patch.TryGetPropertyValue($"{Order}/{list}", out var order)) return null;
        return order as JsonArray ?? throw Failures.BadRequest($"invalid patch format of $setElementOrder/{list}");
    }
}
