using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Silo.Protobuf;

/// <summary>Turns bodies of <c>application/vnd.kubernetes.protobuf</c> into the JSON that they stand for.</summary>
public static class ProtobufJson
{
    public const string MediaType = "application/vnd.kubernetes.protobuf";

    private const int MaximumDepth = 64;
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = KubeJson.Options.Encoder, SkipValidation = true };

    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <param name="type">The record that the body should hold.</param>
    /// <param name="body">The magic number and a runtime.Unknown message.</param>
    /// <exception cref="StatusException">400: the body is malformed; 415: the record has no protobuf form here.</exception>
    public static byte[] ToJson(Type type, ReadOnlySpan<byte> body)
    {
        if (MessageLayout.Of(type) is not { } layout) throw Failures.UnsupportedMediaType("application/json, application/yaml");
        if (!body.StartsWith(Magic)) throw ProtobufReader.Malformed("it does not start with the magic number");
        var (apiVersion, kind) = ("", "");
        var raw = ReadOnlySpan<byte>.Empty;
        var envelope = new ProtobufReader(body[Magic.Length..]);
        while (envelope.Read())
        {
            if (envelope is { Field: 1, IsBytes: true }) (apiVersion, kind) = TypeMeta(envelope.Bytes);
            else if (envelope is { Field: 2, IsBytes: true }) raw = envelope.Bytes;
        }

        var buffer = new ArrayBufferWriter<byte>(body.Length * 2);
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
        {
            writer.WriteStartObject();
            if (apiVersion.Length > 0) writer.WriteString("apiVersion"u8, apiVersion);
            if (kind.Length > 0) writer.WriteString("kind"u8, kind);
            WriteFields(writer, TypeSchema.Of(type), layout, raw, 0);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static (string ApiVersion, string Kind) TypeMeta(ReadOnlySpan<byte> message)
    {
        var (apiVersion, kind) = ("", "");
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader is { Field: 1, IsBytes: true }) apiVersion = Text(reader.Bytes);
            else if (reader is { Field: 2, IsBytes: true }) kind = Text(reader.Bytes);
        }

        return (apiVersion, kind);
    }

    /// <summary>Writes the fields of a message into the open object. Repeated ones are gathered, as their elements may come apart.</summary>
    private static void WriteFields(Utf8JsonWriter writer, TypeSchema schema, MessageLayout layout, ReadOnlySpan<byte> message, int depth)
    {
        if (depth > MaximumDepth) throw ProtobufReader.Malformed("it is nested too deeply");
        var written = new HashSet<int>();
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (!layout.TryFind(reader.Field, out var known)) continue;
            if (known.Form == FieldForm.Nested)
            {
                if (MessageLayout.Of(known.Name) is { } nested && reader.IsBytes) WriteFields(writer, schema, nested, reader.Bytes, depth + 1);
                continue;
            }

            if (schema.Find(known.Name) is not { } field || !written.Add(reader.Field)) continue;
            writer.WritePropertyName(known.Name);
            if (known.Form == FieldForm.MapOfValueOrTexts) WriteMap(writer, schema, message, reader.Field, known.Form, depth);
            else if (known.Form != FieldForm.Value) WriteValue(writer, schema, ref reader, known.Form, depth);
            else if (field.Value.Kind == ValueKind.List) WriteList(writer, field.Value.Element!, message, reader.Field, depth);
            else if (field.Value.Kind == ValueKind.Map) WriteMap(writer, field.Value.Element!, message, reader.Field, known.Form, depth);
            else WriteValue(writer, field.Value, ref reader, known.Form, depth);
        }
    }

    private static void WriteList(Utf8JsonWriter writer, TypeSchema element, ReadOnlySpan<byte> message, int number, int depth)
    {
        writer.WriteStartArray();
        var reader = new ProtobufReader(message);
        while (reader.Read())
            if (reader.Field == number) WriteValue(writer, element, ref reader, FieldForm.Value, depth);
        writer.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter writer, TypeSchema element, ReadOnlySpan<byte> message, int number, FieldForm form, int depth)
    {
        writer.WriteStartObject();
        var reader = new ProtobufReader(message);
        while (reader.Read())
            if (reader.Field == number && reader.IsBytes) WriteEntry(writer, element, reader.Bytes, form, depth);
        writer.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter writer, TypeSchema element, ReadOnlySpan<byte> entry, FieldForm form, int depth)
    {
        var key = "";
        var reader = new ProtobufReader(entry);
        while (reader.Read())
            if (reader is { Field: 1, IsBytes: true }) key = Text(reader.Bytes);
        writer.WritePropertyName(key);
        var value = new ProtobufReader(entry);
        while (value.Read())
        {
            if (value.Field != 2) continue;
            WriteValue(writer, element, ref value, form, depth);
            return;
        }

        writer.WriteNullValue();
    }

    private static void WriteValue(Utf8JsonWriter writer, TypeSchema schema, ref ProtobufReader value, FieldForm form, int depth)
    {
        switch (schema.Kind)
        {
            case ValueKind.Boolean: writer.WriteBooleanValue(value.Number != 0); break;
            case ValueKind.Int32: writer.WriteNumberValue((int)value.Number); break;
            case ValueKind.Int64: writer.WriteNumberValue((long)value.Number); break;
            case ValueKind.Any when !value.IsBytes: WriteDouble(writer, BitConverter.UInt64BitsToDouble(value.Number)); break;
            default:
                var bytes = value.IsBytes ? value.Bytes : throw ProtobufReader.Malformed("a field has the wrong wire type");
                if (form == FieldForm.Value) WriteMessage(writer, schema, bytes, depth);
                else WriteAlternative(writer, schema, bytes, form, depth + 1);
                break;
        }
    }

    /// <summary>A bound of a number, the only field that Kubernetes writes as floating point.</summary>
    private static void WriteDouble(Utf8JsonWriter writer, double value)
    {
        if (!double.IsFinite(value)) throw ProtobufReader.Malformed("a number is not finite");
        writer.WriteNumberValue(value);
    }

    /// <summary>A message with a member for each form that the value may have in JSON. A value of its own is of the type of the record that has it.</summary>
    private static void WriteAlternative(Utf8JsonWriter writer, TypeSchema record, ReadOnlySpan<byte> bytes, FieldForm form, int depth)
    {
        var single = form == FieldForm.BooleanOrValue ? 2 : 1;
        var isTrue = false;
        var reader = new ProtobufReader(bytes);
        while (reader.Read())
        {
            if (reader.Field == single && reader.IsBytes)
            {
                WriteMessage(writer, record, reader.Bytes, depth);
                return;
            }

            if (reader is { Field: 1, IsBytes: false }) isTrue = reader.Number != 0;
        }

        if (form == FieldForm.BooleanOrValue) writer.WriteBooleanValue(isTrue);
        else WriteList(writer, form == FieldForm.ValueOrList ? record : TypeSchema.Of(typeof(string)), bytes, 2, depth);
    }

    private static void WriteMessage(Utf8JsonWriter writer, TypeSchema schema, ReadOnlySpan<byte> bytes, int depth)
    {
        switch (schema.Kind)
        {
            case ValueKind.String: writer.WriteStringValue(Text(bytes)); break;
            case ValueKind.Bytes: writer.WriteBase64StringValue(bytes); break;
            case ValueKind.Time: WriteTime(writer, bytes, "yyyy-MM-dd'T'HH:mm:ss'Z'"); break;
            case ValueKind.MicroTime: WriteTime(writer, bytes, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'"); break;
            case ValueKind.Quantity: writer.WriteStringValue(OnlyText(bytes)); break;
            case ValueKind.IntOrString: WriteIntOrString(writer, bytes); break;
            case ValueKind.Any: WriteRaw(writer, bytes); break;
            case ValueKind.List: WriteList(writer, schema.Element!, bytes, 1, depth + 1); break;
            default:
                writer.WriteStartObject();
                if (MessageLayout.Of(schema.Type) is { } layout) WriteFields(writer, schema, layout, bytes, depth + 1);
                writer.WriteEndObject();
                break;
        }
    }

    private static void WriteTime(Utf8JsonWriter writer, ReadOnlySpan<byte> bytes, string format)
    {
        var (seconds, nanoseconds) = (0L, 0L);
        var reader = new ProtobufReader(bytes);
        while (reader.Read())
        {
            if (reader.Field == 1) seconds = (long)reader.Number;
            else if (reader.Field == 2) nanoseconds = (int)reader.Number;
        }

        if (bytes.IsEmpty || seconds < DateTimeOffset.MinValue.ToUnixTimeSeconds() || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds()) writer.WriteNullValue();
        else writer.WriteStringValue(DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanoseconds / 100).UtcDateTime.ToString(format, CultureInfo.InvariantCulture));
    }

    /// <summary>intstr.IntOrString: a type, a number and a text.</summary>
    private static void WriteIntOrString(Utf8JsonWriter writer, ReadOnlySpan<byte> bytes)
    {
        var (isText, number, text) = (false, 0, "");
        var reader = new ProtobufReader(bytes);
        while (reader.Read())
        {
            if (reader.Field == 1) isText = reader.Number == 1;
            else if (reader.Field == 2) number = (int)reader.Number;
            else if (reader is { Field: 3, IsBytes: true }) text = Text(reader.Bytes);
        }

        if (isText) writer.WriteStringValue(text);
        else writer.WriteNumberValue(number);
    }

    /// <summary>A message whose only field holds JSON.</summary>
    private static void WriteRaw(Utf8JsonWriter writer, ReadOnlySpan<byte> bytes)
    {
        var reader = new ProtobufReader(bytes);
        var json = ReadOnlySpan<byte>.Empty;
        while (reader.Read())
            if (reader is { Field: 1, IsBytes: true }) json = reader.Bytes;
        if (json.IsEmpty) writer.WriteNullValue();
        else
        {
            try
            {
                writer.WriteRawValue(json);
            }
            catch (Exception failure) when (failure is JsonException or ArgumentException)
            {
                throw ProtobufReader.Malformed("embedded JSON cannot be read");
            }
        }
    }

    private static string OnlyText(ReadOnlySpan<byte> bytes)
    {
        var text = "";
        var reader = new ProtobufReader(bytes);
        while (reader.Read())
            if (reader is { Field: 1, IsBytes: true }) text = Text(reader.Bytes);
        return text;
    }

    private static string Text(ReadOnlySpan<byte> bytes) =>
        Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : throw ProtobufReader.Malformed("a text is no UTF-8");
}
