using System.Text.Json;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Silo.OpenApi;
using Shouldly;
using Xunit;

namespace Orleans.Kube.Silo.Tests.OpenApi;

/// <summary>
/// What OpenAPI 3 says of each field, held against <c>published-fields.tsv</c>: the schema, the field and what Kubernetes 1.33 says of it, as its types are annotated. A list of which
/// it says nothing is atomic, and may be said to be.
/// </summary>
public sealed class PublishedFieldsTests
{
    [Fact]
    public void Every_field_is_published_with_what_Kubernetes_says_of_it()
    {
        var ours = Ours();
        var differences = new List<string>();
        foreach (var (schema, fields) in Theirs())
        {
            if (!ours.TryGetValue(schema, out var published))
            {
                differences.Add($"{schema}: not published");
                continue;
            }

            foreach (var (field, facts) in fields)
            {
                var said = published.GetValueOrDefault(field, "not published");
                if (said != facts && said.Replace("\tlist=atomic", "", StringComparison.Ordinal) != facts) differences.Add($"{schema}.{field}: '{said}' instead of '{facts}'");
            }

            differences.AddRange(published.Keys.Except(fields.Keys).Select(f => $"{schema}.{f}: not Kubernetes'"));
        }

        differences.ShouldBeEmpty();
    }

    private static IEnumerable<(string Schema, Dictionary<string, string> Fields)> Theirs()
    {
        using var lines = new StreamReader(typeof(PublishedFieldsTests).Assembly.GetManifestResourceStream("published-fields.tsv")!);
        return [.. lines.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => l.Split('\t')).GroupBy(static l => l[0])
            .Select(static g => (g.Key, g.ToDictionary(static l => l[1], static l => string.Join('\t', l[2..]))))];
    }

    private static Dictionary<string, Dictionary<string, string>> Ours()
    {
        var documents = new OpenApiDocuments(ResourceRegistry.BuiltIn, "1.33");
        var schemas = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var path in JsonDocument.Parse(documents.Index.Body).RootElement.GetProperty("paths").EnumerateObject())
        {
            var root = JsonDocument.Parse(documents.Find(path.Name)!.Body).RootElement;
            if (!root.GetProperty("components").TryGetProperty("schemas", out var all)) continue;
            foreach (var schema in all.EnumerateObject())
            {
                if (!schema.Value.TryGetProperty("properties", out var properties)) continue;
                string?[] required = schema.Value.TryGetProperty("required", out var names) ? [.. names.EnumerateArray().Select(static n => n.GetString())] : [];
                schemas[schema.Name] = properties.EnumerateObject().ToDictionary(static p => p.Name, p => Facts(p.Value, required.Contains(p.Name)));
            }
        }

        return schemas;
    }

    private static string Facts(JsonElement field, bool isRequired)
    {
        var facts = new List<string>();
        if (isRequired) facts.Add("required");
        if (field.TryGetProperty("default", out var value)) facts.Add($"default={value.GetRawText()}");
        var content = field.TryGetProperty("items", out var items) ? items : field.TryGetProperty("additionalProperties", out var more) ? more : field;
        if (content.TryGetProperty("enum", out var values)) facts.Add($"enum={Texts(values)}");
        if (field.TryGetProperty("x-kubernetes-list-type", out var list)) facts.Add($"list={list}");
        if (field.TryGetProperty("x-kubernetes-list-map-keys", out var keys)) facts.Add($"keys={Texts(keys)}");
        if (field.TryGetProperty("x-kubernetes-map-type", out var map)) facts.Add($"map={map}");
        if (field.TryGetProperty("x-kubernetes-patch-strategy", out var patch)) facts.Add($"patch={patch}");
        if (field.TryGetProperty("x-kubernetes-patch-merge-key", out var key)) facts.Add($"key={key}");
        return string.Join('\t', facts);
    }

    private static string Texts(JsonElement list) => string.Join('|', list.EnumerateArray().Select(static v => v.GetString()));
}
