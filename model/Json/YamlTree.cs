using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Orleans.Kube.Model.Json;

/// <summary>One YAML document as a JSON tree. Depth and what aliases may add are bounded, so that a small text cannot become a large tree.</summary>
/// <exception cref="YamlException">The text is no YAML, or exceeds a bound.</exception>
internal sealed class YamlTree(IParser parser)
{
    private const int MostAliasedNodes = 100_000;
    private readonly Dictionary<AnchorName, (JsonNode? Node, int Size)> _anchors = [];
    private readonly List<string> _duplicates = [];
    private int _nodes;
    private int _aliased;

    /// <summary>Keys that stood twice in one map, in the words of a strict reader. The last value counts.</summary>
    public IReadOnlyList<string> Duplicates => _duplicates;

    public JsonNode? Read() => Read(0);

    private JsonNode? Read(int depth)
    {
        if (depth >= BodyWalk.MaximumDepth) throw Refuse(parser.Current!, "exceeded max depth");
        var before = _nodes++;
        if (parser.TryConsume<AnchorAlias>(out var alias)) return Copy(alias);
        if (parser.TryConsume<Scalar>(out var scalar)) return Remember(scalar, Resolve(scalar), before);
        if (parser.TryConsume<SequenceStart>(out var sequence)) return Remember(sequence, Sequence(depth), before);
        return Remember(parser.Consume<MappingStart>(), Mapping(depth), before);
    }

    private JsonArray Sequence(int depth)
    {
        var items = new JsonArray();
        while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(Read(depth + 1));
        return items;
    }

    private JsonObject Mapping(int depth)
    {
        var fields = new JsonObject();
        HashSet<string>? merged = null;
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var keyEvent = parser.Current!;
            var isMerge = keyEvent is Scalar { Value: "<<", Style: ScalarStyle.Plain };
            var key = Key(Read(depth + 1), keyEvent);
            var value = Read(depth + 1);
            if (isMerge)
            {
                Merge(fields, value, merged ??= []);
                continue;
            }

            if (fields.ContainsKey(key) && merged?.Remove(key) != true) _duplicates.Add($"line {keyEvent.Start.Line}: key \"{key}\" already set in map");
            fields[key] = value;
        }

        return fields;
    }

    private static void Merge(JsonObject fields, JsonNode? source, HashSet<string> merged)
    {
        if (source is JsonArray sources)
        {
            foreach (var each in sources) Merge(fields, each, merged);
            return;
        }

        foreach (var (key, value) in source as JsonObject ?? [])
            if (!fields.ContainsKey(key))
            {
                fields[key] = value?.DeepClone();
                merged.Add(key);
            }
    }

    private JsonNode? Copy(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value, out var anchored)) throw Refuse(alias, $"unknown anchor '{alias.Value.Value}' referenced");
        _aliased += anchored.Size;
        _nodes += anchored.Size - 1;
        return _aliased > MostAliasedNodes ? throw Refuse(alias, "document contains excessive aliasing") : anchored.Node?.DeepClone();
    }

    private JsonNode? Remember(NodeEvent node, JsonNode? value, int before)
    {
        if (!node.Anchor.IsEmpty) _anchors[node.Anchor] = (value, _nodes - before);
        return value;
    }

    private static JsonNode? Resolve(Scalar scalar)
    {
        var tag = scalar.Tag.IsEmpty ? "" : scalar.Tag.Value;
        try
        {
            if (tag.StartsWith(YamlScalar.Tags, StringComparison.Ordinal)) return YamlScalar.Resolve(scalar.Value, tag[YamlScalar.Tags.Length..]);
            return tag.Length > 0 || scalar.Style != ScalarStyle.Plain ? JsonValue.Create(scalar.Value) : YamlScalar.Resolve(scalar.Value);
        }
        catch (FormatException failure)
        {
            throw Refuse(scalar, failure.Message);
        }
    }

    private static string Key(JsonNode? key, ParsingEvent at) => key switch
    {
        null => "null",
        JsonValue value => value.ToString(),
        _ => throw Refuse(at, "invalid map key"),
    };

    private static YamlException Refuse(ParsingEvent at, string why) => new(at.Start, at.End, why);
}
