namespace Orleans.Kube.Silo.OpenApi;

/// <summary>The media types of bodies and answers.</summary>
internal static class ApiMedia
{
    public static readonly IReadOnlyList<string> Documents = ["application/json", "application/yaml"];

    public static readonly IReadOnlyList<string> Streams = ["application/json", "application/yaml", "application/json;stream=watch"];

    public static readonly IReadOnlyList<string> Anything = ["*/*"];

    public static readonly IReadOnlyList<string> Text = ["text/plain", "application/json", "application/yaml"];

    /// <summary>The patches of objects without a strategy.</summary>
    public static readonly IReadOnlyList<string> PlainPatches = ["application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json"];

    public static readonly IReadOnlyList<string> Patches = [.. PlainPatches, "application/strategic-merge-patch+json"];
}
