using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Orleans.Kube.Model.Json;

/// <summary>Writes a JSON tree as YAML in block style, names sorted, texts quoted where they would be read as something else.</summary>
internal static class YamlWriter
{
    private static readonly EmitterSettings Settings = new(
        bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024, skipAnchorName: false, indentSequences: false);

    public static void Write(TextWriter output, JsonNode? root)
    {
        var emitter = new Emitter(output, Settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Write(emitter, root);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
    }

    private static void Write(IEmitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject fields:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, true, fields.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (name, value) in fields.OrderBy(static f => f.Key, StringComparer.Ordinal))
                {
                    Text(emitter, name, isName: true);
                    Write(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray items:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, true, items.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in items) Write(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                Text(emitter, value.GetValue<string>());
                break;
            default:
                Plain(emitter, node?.ToJsonString() ?? "null");
                break;
        }
    }

    private static void Text(IEmitter emitter, string text, bool isName = false)
    {
        var hasControls = text.AsSpan().ContainsAnyInRange('\0', '\t') || text.AsSpan().ContainsAnyInRange('\v', '\x1f')
            || text.AsSpan().ContainsAny("\u007f\u0085\u2028\u2029\ufeff");
        var style = hasControls || YamlScalar.IsAmbiguous(text) ? ScalarStyle.DoubleQuoted
            : !text.Contains('\n') ? ScalarStyle.Any
            : isName || text[0] is ' ' or '\n' ? ScalarStyle.DoubleQuoted
            : ScalarStyle.Literal;
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, style, true, true));
    }

    private static void Plain(IEmitter emitter, string text) =>
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, ScalarStyle.Plain, true, false));
}
