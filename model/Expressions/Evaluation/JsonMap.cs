using System.Text.Json;
using Orleans.Kube.Model.ApiExtensions;

namespace Orleans.Kube.Model.Expressions.Evaluation;

/// <summary>A JSON object as a map.</summary>
internal sealed class JsonMap(JsonElement value, JsonSchema? schema) : CelMap
{
    public override int Count => value.GetPropertyCount();

    public override IEnumerable<object> Keys => value.EnumerateObject().Select(static p => p.Name);

    public override bool TryGet(object? key, out object? found)
    {
        found = null;
        if (key is not string name) return false;
        if (!value.TryGetProperty(name, out var property))
        {
            if (FieldNames.Unescape(name) is not { } written || !value.TryGetProperty(written, out property)) return false;
            name = written;
        }

        found = CelJson.Of(property, schema is null ? null : schema.Properties.GetValueOrDefault(name) ?? schema.AdditionalProperties);
        return true;
    }
}
