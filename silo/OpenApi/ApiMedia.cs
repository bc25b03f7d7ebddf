namespace Orleans.Kube.Silo.OpenApi;

/// <summary>The media types of bodies and answers.</summary>
internal static class ApiMedia
{
    public static readonly IReadOnlyList<string> Documents = ["application/json", "application/yaml"];

    /// <summary>The answers about built-in objects.</summary>
    public static readonly IReadOnlyList<string> Answers = [.. Documents, "application/vnd.kubernetes.protobuf"];

    /// <summary>The lists and watches of built-in objects.</summary>
    public static readonly IReadOnlyList<string> Streams = [.. Answers, "application/json;stream=watch", "application/vnd.kubernetes.protobuf;stream=watch"];

    /// <summary>The lists and watches of custom objects.</summary>
    public static readonly IReadOnlyList<string> CustomStreams = [.. Documents, "application/json;stream=watch"];

    public static readonly IReadOnlyList<string> Anything = ["*/*"];

    public static readonly IReadOnlyList<string> Text = ["text/plain", "application/json", "application/yaml"];

    /// <summary>The patches of objects without a strategy.</summary>
    public static readonly IReadOnlyList<string> PlainPatches = ["application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json"];

    public static readonly IReadOnlyList<string> Patches = [.. PlainPatches, "application/strategic-merge-patch+json"];
}
