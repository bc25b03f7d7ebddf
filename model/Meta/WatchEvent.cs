using System.Text.Json;

namespace Orleans.Kube.Model.Meta;

/// <summary>One line of a watch.</summary>
public sealed record WatchEvent
{
    /// <summary>ADDED, MODIFIED, DELETED, BOOKMARK or ERROR.</summary>
    [AlwaysWritten]
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>The object as it is now, or as it was when it went; a Status where the watch failed.</summary>
    [AlwaysWritten]
    public JsonElement? Object { get; init; }
}
