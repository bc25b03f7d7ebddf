using System.Globalization;
using System.Text.Json;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Schema;
using Orleans.Kube.Silo.OpenApi;

namespace Orleans.Kube.Silo.Protobuf;

/// <summary>
/// Turns answers, which are JSON, into <c>application/vnd.kubernetes.protobuf</c>: for clients that accept nothing else, as JSON needs no work here.
/// </summary>
internal static class JsonProtobuf
{
    private const string List = "List";

    /// <summary>The numbers that Kubernetes writes as floating point.</summary>
    private static readonly string[] Bounds = ["maximum", "minimum", "multipleOf"];

    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <summary>Whether the objects of a resource have a protobuf form; custom ones have not.</summary>
    public static bool Writes(ResourceDefinition definition) => MessageLayout.Of(definition.ObjectType) is not null;

    /// <summary>The magic number and a runtime.Unknown message with an object, or with a list of objects.</summary>
    /// <exception cref="StatusException">406: the document has no protobuf form.</exception>
    public static byte[] Encode(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var (apiVersion, kind) = (Text(root, "apiVersion"), Text(root, "kind"));
        var unknown = new ProtobufMessage().Nested(1, new ProtobufMessage().Text(1, apiVersion).Text(2, kind)).Nested(2, Message(root, apiVersion, kind)).Text(3, "").Text(4, "");
        return [.. Magic, .. unknown.Written];
    }

    /// <summary>A watch's event: its length, and a meta.v1.WatchEvent with the object as <see cref="Encode"/> writes it.</summary>
    /// <exception cref="StatusException">406: the object has no protobuf form.</exception>
    public static byte[] EncodeEvent(string type, ReadOnlyMemory<byte> json)
    {
        var message = new ProtobufMessage().Text(1, type).Nested(2, new ProtobufMessage().Bytes(1, Encode(json)));
        var frame = new byte[sizeof(uint) + message.Written.Length];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)message.Written.Length);
        message.Written.CopyTo(frame.AsSpan(sizeof(uint)));
        return frame;
    }

    private static ProtobufMessage Message(JsonElement root, string apiVersion, string kind)
    {
        if (Find(apiVersion, kind) is { } type) return Fields(root, TypeSchema.Of(type), LayoutOf(type));
        if (!kind.EndsWith(List, StringComparison.Ordinal) || Find(apiVersion, kind[..^List.Length]) is not { } item) throw Unknown();
        var message = new ProtobufMessage().Nested(1, Fields(root.GetProperty("metadata"u8), TypeSchema.Of(typeof(ListMeta)), LayoutOf(typeof(ListMeta))));
        foreach (var element in root.GetProperty("items"u8).EnumerateArray()) message.Nested(2, Fields(element, TypeSchema.Of(item), LayoutOf(item)));
        return message;
    }

    private static Type? Find(string apiVersion, string kind) => (apiVersion, kind) switch
    {
        ("v1", "Status") => typeof(Status),
        ("v1" or "", "APIVersions") => typeof(APIVersions),
        ("v1", "APIGroupList") => typeof(APIGroupList),
        ("v1", "APIGroup") => typeof(APIGroup),
        ("v1" or "", "APIResourceList") => typeof(APIResourceList),
        ("meta.k8s.io/v1" or "meta.k8s.io/v1beta1", "PartialObjectMetadata") => typeof(MetadataOnly),
        _ => SchemaNames.Find(apiVersion, kind),
    };

    private static MessageLayout LayoutOf(Type type) =>
        type == typeof(MetadataOnly) ? MessageLayout.Of("Core.Namespace")! : MessageLayout.Of(type) ?? throw Unknown();

    private static StatusException Unknown() => Failures.NotAcceptable("application/json, application/yaml");

    private static ProtobufMessage Fields(JsonElement value, TypeSchema schema, MessageLayout layout)
    {
        var message = new ProtobufMessage();
        foreach (var (number, known) in layout.Fields)
        {
            if (known.Form == FieldForm.Nested)
            {
                if (MessageLayout.Of(known.Name) is { } nested && Fields(value, schema, nested) is { Written.IsEmpty: false } inner) message.Nested(number, inner);
                continue;
            }

            if (schema.Find(known.Name) is { } field && value.TryGetProperty(known.Name, out var member) && member.ValueKind != JsonValueKind.Null) Add(message, number, member, schema, field, known.Form);
        }

        return message;
    }

    private static void Add(ProtobufMessage message, int number, JsonElement value, TypeSchema record, FieldSchema field, FieldForm form)
    {
        if (form == FieldForm.MapOfValueOrTexts)
        {
            foreach (var entry in value.EnumerateObject()) message.Nested(number, new ProtobufMessage().Text(1, entry.Name).Nested(2, Alternative(entry.Value, record, form)));
        }
        else if (form != FieldForm.Value)
        {
            message.Nested(number, Alternative(value, record, form));
        }
        else if (field.Value.Kind == ValueKind.List)
        {
            foreach (var element in value.EnumerateArray()) AddValue(message, number, element, field.Value.Element!, "");
        }
        else if (field.Value.Kind == ValueKind.Map)
        {
            foreach (var entry in value.EnumerateObject())
            {
                var pair = new ProtobufMessage().Text(1, entry.Name);
                AddValue(pair, 2, entry.Value, field.Value.Element!, "");
                message.Nested(number, pair);
            }
        }
        else
        {
            AddValue(message, number, value, field.Value, field.Name);
        }
    }

    /// <summary>A value that JSON writes in one of two forms, with a member for each.</summary>
    private static ProtobufMessage Alternative(JsonElement value, TypeSchema record, FieldForm form)
    {
        var message = new ProtobufMessage();
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return message.Number(1, value.GetBoolean() ? 1 : 0);
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var element in value.EnumerateArray()) AddValue(message, 2, element, form == FieldForm.ValueOrList ? record : TypeSchema.Of(typeof(string)), "");
            return message;
        }

        if (form == FieldForm.BooleanOrValue) message.Number(1, 1);
        AddValue(message, form == FieldForm.BooleanOrValue ? 2 : 1, value, record, "");
        return message;
    }

    private static void AddValue(ProtobufMessage message, int number, JsonElement value, TypeSchema schema, string name)
    {
        switch (schema.Kind)
        {
            case ValueKind.Boolean: message.Number(number, value.GetBoolean() ? 1 : 0); break;
            case ValueKind.Int32 or ValueKind.Int64: message.Number(number, value.GetInt64()); break;
            case ValueKind.String: message.Text(number, value.GetString()); break;
            case ValueKind.Bytes: message.Bytes(number, value.GetBytesFromBase64()); break;
            case ValueKind.Time or ValueKind.MicroTime: message.Nested(number, Time(value)); break;
            case ValueKind.Quantity: message.Nested(number, new ProtobufMessage().Text(1, value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText())); break;
            case ValueKind.IntOrString:
                message.Nested(number, value.ValueKind == JsonValueKind.String ? new ProtobufMessage().Number(1, 1).Number(2, 0).Text(3, value.GetString()) : new ProtobufMessage().Number(1, 0).Number(2, value.GetInt64()).Text(3, ""));
                break;
            case ValueKind.Any when value.ValueKind == JsonValueKind.Number && Bounds.Contains(name): message.Double(number, value.GetDouble()); break;
            case ValueKind.Any: message.Nested(number, new ProtobufMessage().Text(1, value.GetRawText())); break;
            case ValueKind.List:
                var list = new ProtobufMessage();
                foreach (var element in value.EnumerateArray()) AddValue(list, 1, element, schema.Element!, "");
                message.Nested(number, list);
                break;
            default: message.Nested(number, MessageLayout.Of(schema.Type) is { } layout ? Fields(value, schema, layout) : new ProtobufMessage()); break;
        }
    }

    private static ProtobufMessage Time(JsonElement value)
    {
        var time = DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return new ProtobufMessage().Number(1, time.ToUnixTimeSeconds()).Number(2, time.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick);
    }

    private static string Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>What a PartialObjectMetadata has.</summary>
    private sealed record MetadataOnly
    {
        public ObjectMeta Metadata { get; init; } = new();
    }
}
