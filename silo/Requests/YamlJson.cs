using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Orleans.Kube.Silo.Requests;

/// <summary>Turns a YAML document into JSON. Anchors and aliases are refused: manifests need none, and they can blow up a small document.</summary>
public static class YamlJson
{
    private const int MaximumDepth = 128;
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = KubeJson.Options.Encoder, SkipValidation = true };

    /// <exception cref="StatusException">400: it is no YAML, holds several documents, aliases, or is nested too deeply.</exception>
    public static byte[] ToJson(ReadOnlyMemory<byte> yaml)
    {
        var buffer = new ArrayBufferWriter<byte>(yaml.Length + 64);
        try
        {
            var parser = new Parser(new StringReader(Encoding.UTF8.GetString(yaml.Span)));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _)) return [];
            using (var writer = new Utf8JsonWriter(buffer, Relaxed)) WriteNode(parser, writer, 0);
            parser.Consume<DocumentEnd>();
            if (!parser.Accept<StreamEnd>(out _)) throw Failures.BadRequest("error decoding YAML: more than one document");
        }
        catch (YamlException failure)
        {
            throw Failures.BadRequest($"error converting YAML to JSON: yaml: line {failure.Start.Line}: {failure.Message}");
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteNode(IParser parser, Utf8JsonWriter writer, int depth)
    {
        if (depth > MaximumDepth) throw Failures.BadRequest("error converting YAML to JSON: exceeded max depth");
        if (parser.TryConsume<Scalar>(out var scalar)) WriteScalar(scalar, writer);
        else if (parser.TryConsume<SequenceStart>(out _))
        {
            writer.WriteStartArray();
            while (!parser.TryConsume<SequenceEnd>(out _)) WriteNode(parser, writer, depth + 1);
            writer.WriteEndArray();
        }
        else if (parser.TryConsume<MappingStart>(out _)) WriteMapping(parser, writer, depth);
        else throw Failures.BadRequest("error converting YAML to JSON: anchors and aliases are not accepted");
    }

    private static void WriteMapping(IParser parser, Utf8JsonWriter writer, int depth)
    {
        writer.WriteStartObject();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key)) throw Failures.BadRequest("error converting YAML to JSON: a key must be a scalar");
            writer.WritePropertyName(key.Value);
            WriteNode(parser, writer, depth + 1);
        }

        writer.WriteEndObject();
    }

    private static void WriteScalar(Scalar scalar, Utf8JsonWriter writer)
    {
        if (scalar.Style != ScalarStyle.Plain || scalar.Tag is { IsEmpty: false, Value: "tag:yaml.org,2002:str" }) writer.WriteStringValue(scalar.Value);
        else if (scalar.Value is "" or "~" or "null" or "Null" or "NULL") writer.WriteNullValue();
        else if (scalar.Value is "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON") writer.WriteBooleanValue(true);
        else if (scalar.Value is "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF") writer.WriteBooleanValue(false);
        else if (long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) WriteInteger(scalar.Value, number, writer);
        else if (LooksLikeFloat(scalar.Value) && double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real))
            writer.WriteNumberValue(real);
        else writer.WriteStringValue(scalar.Value);
    }

    /// <summary>A leading zero means octal, as in YAML 1.1 (file modes).</summary>
    private static void WriteInteger(string text, long number, Utf8JsonWriter writer)
    {
        if (text.Length > 1 && text[0] == '0' && text.All(static c => c is >= '0' and <= '7')) writer.WriteNumberValue(Convert.ToInt64(text, 8));
        else writer.WriteNumberValue(number);
    }

    private static bool LooksLikeFloat(string text) => text.Any(static c => c is '.' or 'e' or 'E') && text.All(static c => char.IsAsciiDigit(c) || c is '.' or 'e' or 'E' or '+' or '-');
}
