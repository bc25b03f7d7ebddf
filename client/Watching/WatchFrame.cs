using System.Buffers;
using System.Text.Json;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Client;

/// <summary>Reads one line of a watch: <c>{"type":…,"object":…}</c>.</summary>
internal static class WatchFrame
{
    /// <exception cref="StatusException">The line is an ERROR: the server ends the watch.</exception>
    /// <exception cref="JsonException">The line is not an event.</exception>
    public static WatchEvent<TObject> Read<TObject>(ReadOnlySequence<byte> line) where TObject : KubeObject
    {
        var reader = new Utf8JsonReader(line.IsSingleSegment ? line.FirstSpan : line.ToArray());
        var (type, found) = ("", false);
        Utf8JsonReader at = default;
        while (reader.Read())
        {
            if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName) continue;
            var (isType, isObject) = (reader.ValueTextEquals("type"u8), reader.ValueTextEquals("object"u8));
            reader.Read();
            if (isType) type = reader.GetString()!;
            if (isObject)
            {
                found = true;
                at = reader;
            }

            reader.Skip();
        }

        if (!found) throw new JsonException("a watch event has an object");
        if (type == "ERROR") throw new StatusException(JsonSerializer.Deserialize<Status>(ref at, KubeJson.Options)!);
        return new WatchEvent<TObject>(Parse(type), JsonSerializer.Deserialize<TObject>(ref at, KubeJson.Options)!);
    }

    private static WatchEventType Parse(string type) => type switch
    {
        "ADDED" => WatchEventType.Added,
        "MODIFIED" => WatchEventType.Modified,
        "DELETED" => WatchEventType.Deleted,
        "BOOKMARK" => WatchEventType.Bookmark,
        _ => throw new JsonException($"unknown type of watch event: {type}"),
    };
}
