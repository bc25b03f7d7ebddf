using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.Ownership;

/// <summary>Reads which fields a configuration names, and finds what in it is not of their types.</summary>
internal sealed class AppliedConfiguration
{
    private readonly List<string> _path = [];
    private readonly List<string> _problems = [];

    /// <summary>The fields that <paramref name="root"/> names, its identity too. A null, and an empty map, is named itself; an empty list that is merged is not.</summary>
    /// <param name="root">The configuration.</param>
    /// <param name="schema">Its type.</param>
    /// <param name="subject">How messages name it: <c>default/web; apps/v1, Kind=Deployment</c>.</param>
    /// <exception cref="StatusException">400: a field is unknown or of another type, or an entry of a list lacks its keys.</exception>
    public static FieldSet Fields(JsonObject root, TypeSchema schema, string subject)
    {
        var fields = new FieldSet();
        var reading = new AppliedConfiguration();
        reading.Struct(root, schema, fields);
        if (reading._problems.Count > 0) throw Failures.BadRequest($"failed to create typed patch object ({subject}): {Told(reading._problems)}");
        return fields;
    }

    private static string Told(List<string> problems) => problems.Count == 1 ? problems[0] : string.Join("\n  ", problems.Prepend("errors:"));

    private void Struct(JsonObject value, TypeSchema schema, FieldSet fields)
    {
        foreach (var (name, item) in value)
        {
            var element = PathElement.Field(name);
            if (schema.Find(name) is not { } field)
            {
                Refuse("field not declared in schema", element);
                return;
            }

            Descend(element, item, field.Value, field.Merge, field.Keys, fields, isEntry: false);
        }
    }

    private void Descend(string element, JsonNode? item, TypeSchema schema, MergeStyle merge, IReadOnlyList<string> keys, FieldSet parent, bool isEntry)
    {
        _path.Add(element);
        var fields = parent.Below(element);
        if (AppliedType.Mismatch(item, schema) is { } mismatch) Refuse(mismatch);
        else Descend(item, schema, merge, keys, fields);
        if (isEntry) fields.Include();
        if (fields.IsEmpty) parent.Drop(element);
        _path.RemoveAt(_path.Count - 1);
    }

    private void Descend(JsonNode? item, TypeSchema schema, MergeStyle merge, IReadOnlyList<string> keys, FieldSet fields)
    {
        switch (merge, item)
        {
            case (MergeStyle.Granular, JsonObject { Count: 0 }): fields.Include(); break;
            case (MergeStyle.Granular, JsonObject map) when schema.Kind == ValueKind.Map: Map(map, schema.Element!, fields); break;
            case (MergeStyle.Granular, JsonObject inner): Struct(inner, schema, fields); break;
            case (MergeStyle.KeyedList, JsonArray list): KeyedList(list, schema.Element!, keys, fields); break;
            case (MergeStyle.Set, JsonArray list): Set(list, schema.Element!, fields); break;
            default:
                Whole(item, schema);
                fields.Include();
                break;
        }
    }

    /// <summary>What is named as a whole has types inside it all the same.</summary>
    private void Whole(JsonNode? item, TypeSchema schema)
    {
        var inside = new FieldSet();
        switch (item)
        {
            case JsonArray list when schema.Element is { } element:
                for (var index = 0; index < list.Count; index++) Descend($"i:{index}", list[index], element, element.DefaultMerge, [], inside, isEntry: false);
                break;
            case JsonObject map when schema.Kind == ValueKind.Map: Map(map, schema.Element!, inside); break;
            case JsonObject fields when schema.Kind == ValueKind.Struct: Struct(fields, schema, inside); break;
        }
    }

    private void Map(JsonObject map, TypeSchema element, FieldSet fields)
    {
        foreach (var (name, item) in map) Descend(PathElement.Field(name), item, element, element.DefaultMerge, [], fields, isEntry: true);
    }

    private void KeyedList(JsonArray list, TypeSchema element, IReadOnlyList<string> keys, FieldSet fields)
    {
        for (var index = 0; index < list.Count; index++)
        {
            if (AppliedType.NoEntry(list[index], element, keys) is { } problem)
            {
                Refuse($"element {index}: {problem}");
                return;
            }

            var key = TreeKeys.Of(list[index], element, keys)!;
            if (fields.Children.ContainsKey(key)) Refuse($"duplicate entries for key {PathElement.Show(key)}");
            Descend(key, list[index], element, element.DefaultMerge, [], fields, isEntry: true);
        }
    }

    private void Set(JsonArray list, TypeSchema element, FieldSet fields)
    {
        for (var index = 0; index < list.Count; index++)
        {
            if (AppliedType.NoMember(list[index]) is { } problem)
            {
                Refuse($"element {index}: {problem}");
                return;
            }

            var member = TreeKeys.ValueOf(list[index])!;
            if (fields.Children.ContainsKey(member)) Refuse($"duplicate entries for key {PathElement.Show(member)}");
            Descend(member, list[index], element, MergeStyle.Atomic, [], fields, isEntry: true);
        }
    }

    private void Refuse(string why, string element = "")
    {
        var path = string.Concat(_path.Append(element).Where(static e => e.Length > 0).Select(PathElement.Show));
        _problems.Add(path.Length == 0 ? why : $"{path}: {why}");
    }
}
