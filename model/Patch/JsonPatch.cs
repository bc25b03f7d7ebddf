using System.Globalization;
using System.Text.Json.Nodes;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Patch;

/// <summary>JSON patch (RFC 6902): all operations or none.</summary>
internal static class JsonPatch
{
    /// <summary>Kubernetes' bound on the operations of one patch.</summary>
    private const int MostOperations = 10_000;

    /// <summary>What the copies of one patch may weigh together: Kubernetes' bound on a request body.</summary>
    private const int MostCopiedBytes = 3 * 1024 * 1024;

    /// <exception cref="StatusException">400: not a patch; 413: too many operations; 422: an operation does not apply.</exception>
    public static JsonNode? Apply(JsonNode? target, JsonNode? patch)
    {
        if (patch is null) return target;
        if (patch is not JsonArray operations)
            throw Failures.BadRequest($"error decoding patch: json: cannot unmarshal {GoText.KindOf(patch)} into Go value of type []handlers.jsonPatchOp");
        if (operations.Count > MostOperations)
            throw Failures.RequestEntityTooLarge($"The allowed maximum operations in a JSON patch is {MostOperations}, got {operations.Count}");
        var copied = 0;
        foreach (var operation in operations)
        {
            if (operation is null) throw DoesNotApply();
            if (operation is not JsonObject step)
                throw Failures.BadRequest($"error decoding patch: json: cannot unmarshal {GoText.KindOf(operation)} into Go value of type handlers.jsonPatchOp");
            target = Apply(target, step, ref copied);
        }

        return target;
    }

    private static JsonNode? Apply(JsonNode? target, JsonObject step, ref int copied)
    {
        var path = Pointer(step, "path");
        switch (Text(step, "op"))
        {
            case "add": return Add(target, path, Value(step));
            case "remove": return Remove(target, path, out _);
            case "replace": return Replace(target, path, Value(step));
            case "move":
                target = Remove(target, Pointer(step, "from"), out var moved);
                return Add(target, path, moved);
            case "copy":
                // What is not there is copied as null, but for an entry of a list.
                if (!Pointer(step, "from").TryFind(target, out var source) && !HasParent(target, Pointer(step, "from"))) throw DoesNotApply();
                copied += source?.ToJsonString().Length ?? 4;
                if (copied > MostCopiedBytes) throw DoesNotApply();
                return Add(target, path, source?.DeepClone());
            case "test":
                if (Test(target, path, step["value"])) return target;
                throw DoesNotApply();
            default:
                throw DoesNotApply();
        }
    }

    private static JsonNode? Add(JsonNode? target, JsonPointer path, JsonNode? value)
    {
        if (path.IsRoot || !path.TryFindParent(target, out var parent)) throw DoesNotApply();
        if (parent is JsonObject fields) fields[path.Last] = value;
        else Insert((JsonArray)parent, path.Last, value);
        return target;
    }

    private static void Insert(JsonArray items, string part, JsonNode? value)
    {
        if (part == "-")
        {
            items.Add(value);
            return;
        }

        if (!int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index)) throw DoesNotApply();
        if (index < 0) index += items.Count + 1;
        if (index < 0 || index > items.Count) throw DoesNotApply();
        items.Insert(index, value);
    }

    private static JsonNode? Remove(JsonNode? target, JsonPointer path, out JsonNode? removed)
    {
        if (path.IsRoot || !path.TryFind(target, out removed) || !path.TryFindParent(target, out var parent)) throw DoesNotApply();
        if (parent is JsonObject fields) fields.Remove(path.Last);
        else if (JsonPointer.TryIndex((JsonArray)parent, path.Last, out var index)) ((JsonArray)parent).RemoveAt(index);
        return target;
    }

    /// <summary>Puts a field in place of what is there, or where nothing is: the library of Kubernetes is not strict about it.</summary>
    private static JsonNode? Replace(JsonNode? target, JsonPointer path, JsonNode? value)
    {
        if (path.IsRoot) return value;
        if (!path.TryFindParent(target, out var parent)) throw DoesNotApply();
        if (parent is JsonObject fields) fields[path.Last] = value;
        else if (JsonPointer.TryIndex((JsonArray)parent, path.Last, out var index)) ((JsonArray)parent)[index] = value;
        else throw DoesNotApply();
        return target;
    }

    /// <summary>A test for null also holds where there is nothing.</summary>
    private static bool Test(JsonNode? target, JsonPointer path, JsonNode? expected) =>
        path.TryFind(target, out var actual) ? JsonNode.DeepEquals(actual, expected) : expected is null;

    private static bool HasParent(JsonNode? target, JsonPointer path) => path.TryFindParent(target, out var parent) && parent is JsonObject;

    /// <summary>A missing value is null.</summary>
    private static JsonNode? Value(JsonObject step) => step["value"]?.DeepClone();

    private static JsonPointer Pointer(JsonObject step, string name) =>
        JsonPointer.TryParse(Text(step, name), out var pointer) ? pointer : throw DoesNotApply();

    private static string Text(JsonObject step, string name) =>
        step[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw DoesNotApply();

    private static StatusException DoesNotApply() => Failures.Unprocessable();
}
