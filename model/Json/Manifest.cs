using System.Text;
using System.Text.Json;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Json;

/// <summary>Reads the files that people write: any number of objects in YAML documents or JSON, lists of objects flattened.</summary>
public static class Manifest
{
    /// <summary>The objects of a text, in order, decoded strictly.</summary>
    /// <exception cref="StatusException">400: the text is malformed, or holds a kind that is not known.</exception>
    public static IReadOnlyList<KubeObject> ReadAll(string text, ResourceRegistry? registry = null)
    {
        var objects = new List<KubeObject>();
        foreach (var json in Yaml.ToJsonDocuments(text))
        {
            using var document = JsonDocument.Parse(json);
            Add(objects, document.RootElement, registry ?? ResourceRegistry.BuiltIn);
        }

        return objects;
    }

    private static void Add(List<KubeObject> objects, JsonElement root, ResourceRegistry registry)
    {
        if (root.ValueKind != JsonValueKind.Object) throw Failures.BadRequest("the manifest holds something that is no object");
        var (apiVersion, kind) = (Text(root, "apiVersion"), Text(root, "kind"));
        if (kind.EndsWith("List", StringComparison.Ordinal) && root.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in items.EnumerateArray()) Add(objects, item, registry);
            return;
        }

        if (kind.Length == 0) throw Failures.BadRequest($"Object 'Kind' is missing in '{Shown(root)}'");
        if (!registry.TryFindKind(apiVersion, kind, out var definition)) throw Failures.BadRequest($"no matches for kind \"{kind}\" in version \"{apiVersion}\"");
        objects.Add(BodyReader.Read(definition, Encoding.UTF8.GetBytes(root.GetRawText()), FieldValidation.Strict).Object);
    }

    private static string Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static string Shown(JsonElement root)
    {
        const int Longest = 200;
        var text = root.GetRawText();
        return text.Length > Longest ? text[..Longest] + "..." : text;
    }
}
