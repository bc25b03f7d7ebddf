using System.Text.Json.Nodes;

namespace Orleans.Kube.Silo.OpenApi;

/// <summary>
/// Adds the Swagger 2.0 document of another API server to one. Paths that are there stay; schemas and parameters that are there under the same name and are others get a
/// name of their own (k8s.io/kube-openapi/pkg/aggregator).
/// </summary>
internal static class SwaggerMerge
{
    private const string Kinds = "x-kubernetes-group-version-kind";
    private static readonly string[] Sections = ["definitions", "parameters"];

    /// <summary>Adds what stands under a path to a document, with the schemas that it needs.</summary>
    /// <param name="target">The document that is added to.</param>
    /// <param name="source">The other server's document. It stays what it is.</param>
    /// <param name="root">What the paths have to start with.</param>
    public static void Add(JsonObject target, JsonObject source, string root)
    {
        var paths = Section(target, "paths");
        var added = Known(source, "paths").Where(p => p.Key.StartsWith(root, StringComparison.Ordinal) && !paths.ContainsKey(p.Key)).Select(static p => (p.Key, Path: p.Value?.DeepClone())).ToList();
        if (added.Count == 0) return;
        var used = Used(source, added.Select(static p => p.Path));
        var names = used.ToDictionary(static reference => reference, reference => Name(target, source, reference));
        foreach (var (section, name) in used)
        {
            var known = Section(target, section);
            var content = Known(source, section)[name]!.DeepClone();
            Rename(content, names);
            var wanted = names[(section, name)];
            if (known[wanted] is JsonObject existing) AddKinds(existing, content);
            else known[wanted] = content;
        }

        foreach (var (template, path) in added)
        {
            Rename(path, names);
            paths[template] = path;
        }
    }

    /// <summary>All that is referred to, directly or by what is referred to.</summary>
    private static SortedSet<(string Section, string Name)> Used(JsonObject source, IEnumerable<JsonNode?> from)
    {
        var used = new SortedSet<(string Section, string Name)>();
        var open = new Stack<JsonNode?>(from);
        while (open.TryPop(out var node))
        {
            foreach (var value in References(node).ToList())
                if (Parse((string?)value) is { } reference && Known(source, reference.Section)[reference.Name] is JsonObject found && used.Add(reference)) open.Push(found);
        }

        return used;
    }

    /// <summary>Under which name the target is to have a schema or parameter of the source.</summary>
    private static string Name(JsonObject target, JsonObject source, (string Section, string Name) reference)
    {
        var (known, others) = (Section(target, reference.Section), Known(source, reference.Section));
        bool Fits(string name) => known.TryGetPropertyValue(name, out var existing) ? IsSame(existing, others[reference.Name]) : name == reference.Name || !others.ContainsKey(name);
        if (Fits(reference.Name)) return reference.Name;
        return Enumerable.Range(2, int.MaxValue - 2).Select(number => $"{reference.Name}_v{number}").First(Fits);
    }

    /// <summary>Whether two are the same but for the kinds that they are named after.</summary>
    private static bool IsSame(JsonNode? one, JsonNode? other)
    {
        if (one is not JsonObject first || other is not JsonObject second) return false;
        var keys = first.Select(static p => p.Key).Union(second.Select(static p => p.Key)).Where(static key => key != Kinds);
        return keys.All(key => first.ContainsKey(key) == second.ContainsKey(key) && JsonNode.DeepEquals(first[key], second[key]));
    }

    private static void AddKinds(JsonObject existing, JsonNode content)
    {
        if (existing[Kinds] is not JsonArray known || content[Kinds] is not JsonArray others) return;
        foreach (var kind in others.Where(o => !known.Any(k => JsonNode.DeepEquals(k, o))).ToList()) known.Add(kind!.DeepClone());
    }

    private static void Rename(JsonNode? content, Dictionary<(string Section, string Name), string> names)
    {
        foreach (var value in References(content).ToList())
            if (Parse((string?)value) is { } reference && names.TryGetValue(reference, out var name)) value.ReplaceWith($"#/{reference.Section}/{name}");
    }

    private static IEnumerable<JsonValue> References(JsonNode? node)
    {
        var open = new Stack<JsonNode?>([node]);
        while (open.TryPop(out var next))
        {
            if (next is JsonArray items) foreach (var item in items) open.Push(item);
            if (next is not JsonObject members) continue;
            foreach (var (name, value) in members)
            {
                if (name == "$ref" && value is JsonValue text && text.TryGetValue<string>(out _)) yield return text;
                else open.Push(value);
            }
        }
    }

    private static (string Section, string Name)? Parse(string? reference) =>
        reference?.Split('/', 3) is ["#", var section, var name] && Sections.Contains(section) ? (section, name) : null;

    private static JsonObject Known(JsonObject document, string name) => document[name] as JsonObject ?? [];

    private static JsonObject Section(JsonObject document, string name)
    {
        if (document[name] is JsonObject section) return section;
        var made = new JsonObject();
        document[name] = made;
        return made;
    }
}
