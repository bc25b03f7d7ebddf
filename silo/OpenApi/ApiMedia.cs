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

    /// <summary>The bodies of requests about built-in objects.</summary>
    public static readonly IReadOnlyList<string> Bodies = Anything;

    public static readonly IReadOnlyList<string> Text = ["text/plain", .. Answers];

    /// <summary>The patches of objects without a strategy.</summary>
    public static readonly IReadOnlyList<string> PlainPatches = ["application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml"];

    public static readonly IReadOnlyList<string> Patches = ["application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml"];
}
