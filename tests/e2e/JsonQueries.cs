using System.Text.Json.Nodes;

namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>Short questions to objects as kubectl prints them.</summary>
internal static class JsonQueries
{
    public static IReadOnlyList<JsonNode> Items(this JsonNode list) => [.. list["items"]!.AsArray().Select(item => item!)];

    public static string Name(this JsonNode item) => item["metadata"]!["name"]!.GetValue<string>();

    public static string? Text(this JsonNode? node) => node?.GetValue<string>();

    public static int Number(this JsonNode? node) => node?.GetValue<int>() ?? 0;

    /// <summary>The status of a condition: True, False, Unknown, or null where there is none of that type.</summary>
    public static string? Condition(this JsonNode item, string type) =>
        (item["status"]?["conditions"] as JsonArray)?.FirstOrDefault(c => c!["type"].Text() == type)?["status"].Text();

    public static JsonNode? FirstContainer(this JsonNode pod) => (pod["status"]?["containerStatuses"] as JsonArray)?.FirstOrDefault();
}
