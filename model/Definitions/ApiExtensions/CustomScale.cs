using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Ownership;

namespace Orleans.Kube.Model.Definitions;

/// <summary>The scale subresource of custom objects, at the paths that their definition names.</summary>
internal static class CustomScale
{
    /// <param name="definition">The definition, for where its other versions keep the number of replicas.</param>
    /// <param name="scale">The paths of one of its versions.</param>
    public static ScaleAccess Of(CustomResourceDefinition definition, CustomResourceSubresourceScale scale)
    {
        var (spec, status) = (Names(scale.SpecReplicasPath), Names(scale.StatusReplicasPath));
        var selector = scale.LabelSelectorPath is { Length: > 0 } path ? Names(path) : null;
        return new ScaleAccess(
            o => Number(At(o, spec)), o => Number(At(o, status)), o => selector is not null && At(o, selector) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "",
            (o, replicas) => With((CustomObject)o, spec, replicas))
        {
            ReplicasFields = definition.Spec.Versions.ToDictionary(
                v => $"{definition.Spec.Group}/{v.Name}",
                static v => v.Subresources?.Scale is { } other ? FieldSet.Of(Names(other.SpecReplicasPath)) : FieldSet.Empty,
                StringComparer.Ordinal),
        };
    }

    /// <summary>Such a path is names with dots between them, and nothing else has a meaning in it.</summary>
    private static string[] Names(string path) => path.TrimStart('.').Split('.');

    private static JsonElement At(KubeObject value, IReadOnlyList<string> names)
    {
        if (names.Count == 0) return default;
        var found = ((CustomObject)value).Field(names[0]);
        for (var i = 1; i < names.Count; i++)
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(names[i], out found)) return default;
        return found;
    }

    private static int Number(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : 0;

    private static CustomObject With(CustomObject value, IReadOnlyList<string> names, int replicas)
    {
        if (names.Count == 0) return value;
        var fields = value.ToTree();
        var target = fields;
        foreach (var name in names.SkipLast(1))
        {
            if (target[name] is not JsonObject inner) target[name] = inner = [];
            target = inner;
        }

        target[names[^1]] = replicas;
        return value.WithFields(fields);
    }
}
