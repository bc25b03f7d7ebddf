using System.Text.Json.Nodes;

namespace Orleans.Kube.Tests.Silo;

/// <summary>An answer of the API server.</summary>
public sealed record ApiAnswer(int Code, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public string Message => Text("message");

    public string Reason => Text("reason");

    public IReadOnlyList<JsonNode> Items => [.. Json["items"]!.AsArray().Select(static i => i!)];

    public IReadOnlyList<string> Names => [.. Items.Select(static i => (string)i["metadata"]!["name"]!)];

    public long Revision => long.Parse(Text("metadata.resourceVersion"));

    /// <summary>The text at a dotted path, or empty.</summary>
    public string Text(string path) => At(Json, path)?.ToString() ?? "";

    public static JsonNode? At(JsonNode? node, string path)
    {
        foreach (var step in path.Split('.')) node = int.TryParse(step, out var index) ? node?[index] : node?[step];
        return node;
    }

    internal static async Task<ApiAnswer> ReadAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        return new ApiAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), headers);
    }
}
