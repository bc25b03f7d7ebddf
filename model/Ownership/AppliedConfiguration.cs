using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.Ownership;

/// <summary>Reads which fields a configuration names.</summary>
internal sealed class AppliedConfiguration
{
    private readonly string _subject;
    private readonly List<string> _path = [];

    private AppliedConfiguration(string subject) => _subject = subject;

    /// <summary>The fields that <paramref name="root"/> names. A null, and an empty map, is named itself; an empty list that is merged is not.</summary>
    /// <param name="root">The configuration.</param>
    /// <param name="schema">Its type.</param>
    /// <param name="subject">How messages name it: <c>default/web; apps/v1, Kind=Deployment</c>.</param>
    /// <exception cref="StatusException">400: a field is unknown, or an entry of a list lacks its keys.</exception>
    public static FieldSet Fields(JsonObject root, TypeSchema schema, string subject)
    {
        var fields = new FieldSet();
        new AppliedConfiguration(subject).Struct(root, schema, fields);
        return Untracked.Strip(fields);
    }

    private void Struct(JsonObject value, TypeSchema schema, FieldSet fields)
    {
        foreach (var (name, item) in value)
        {
            var element = PathElement.Field(name);
            var field = schema.Find(name) ?? throw Refuse(element, "field not declared in schema");
            Descend(element, item, field.Value, field.Merge, field.Keys, fields, isEntry: false);
        }
    }

    private void Descend(string element, JsonNode? item, TypeSchema schema, MergeStyle merge, IReadOnlyList<string> keys, FieldSet parent, bool isEntry)
    {
        _path.Add(element);
        var fields = parent.Below(element);
        switch (merge, item)
        {
            case (MergeStyle.Granular, JsonObject { Count: 0 }): fields.Include(); break;
            case (MergeStyle.Granular, JsonObject map) when schema.Kind == ValueKind.Map: Map(map, schema.Element!, fields); break;
            case (MergeStyle.Granular, JsonObject inner): Struct(inner, schema, fields); break;
            case (MergeStyle.KeyedList, JsonArray list): KeyedList(list, schema.Element!, keys, fields); break;
            case (MergeStyle.Set, JsonArray list): Set(list, fields); break;
            default: fields.Include(); break;
        }

        if (isEntry) fields.Include();
        if (fields.IsEmpty) parent.Drop(element);
        _path.RemoveAt(_path.Count - 1);
    }

    private void Map(JsonObject map, TypeSchema element, FieldSet fields)
    {
        foreach (var (name, item) in map) Descend(PathElement.Field(name), item, element, element.DefaultMerge, [], fields, isEntry: true);
    }

    private void KeyedList(JsonArray list, TypeSchema element, IReadOnlyList<string> keys, FieldSet fields)
    {
        var index = 0;
        foreach (var item in list)
        {
            if (item is not JsonObject entry) throw Refuse("", $"element {index}: associative list with keys may not have non-map elements");
            if (TreeKeys.Of(entry, element, keys) is not { } key)
                throw Refuse("", $"element {index}: associative list with keys has an element that omits key field \"{TreeKeys.Missing(entry, element, keys)}\"");
            if (fields.Children.ContainsKey(key)) throw Refuse("", $"duplicate entries for key {PathElement.Show(key)}");
            Descend(key, entry, element, element.DefaultMerge, [], fields, isEntry: true);
            index++;
        }
    }

    private void Set(JsonArray list, FieldSet fields)
    {
        foreach (var item in list)
        {
            var element = TreeKeys.ValueOf(item) ?? throw Refuse("", "set elements must be scalars");
            if (fields.Children.ContainsKey(element)) throw Refuse("", $"duplicate entries for key {PathElement.Show(element)}");
            fields.Below(element).Include();
        }
    }

    private StatusException Refuse(string element, string why)
    {
        var path = string.Concat(_path.Append(element).Where(static e => e.Length > 0).Select(PathElement.Show));
        return Failures.BadRequest($"failed to create typed patch object ({_subject}): {path}: {why}");
    }
}
