using System.Text.Json;
using Orleans.Kube.Silo.Protobuf;

namespace Orleans.Kube.Silo.OpenApi;

/// <summary>
/// A Swagger 2.0 document as a protobuf message of gnostic's openapi.v2.Document, the only form in which kubectl reads it. The numbers are
/// those of gnostic's fields; what <see cref="PathWriter"/> and <see cref="SchemaWriter"/> write is known here; more that other servers say of a schema is left out.
/// </summary>
internal static class SwaggerProtobuf
{
    public const string ContentType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    private static readonly (string Method, int Field)[] Methods = [("get", 2), ("put", 3), ("post", 4), ("delete", 5), ("options", 6), ("head", 7), ("patch", 8)];

    public static byte[] Encode(ReadOnlyMemory<byte> swagger)
    {
        using var parsed = JsonDocument.Parse(swagger);
        var root = parsed.RootElement;
        var info = root.GetProperty("info"u8);
        var document = new ProtobufMessage()
            .Text(1, Text(root, "swagger"))
            .Nested(2, new ProtobufMessage().Text(1, Text(info, "title")).Text(2, Text(info, "version")))
            .Nested(8, Named(2, root.GetProperty("paths"u8), Path))
            .Nested(9, Named(1, root.GetProperty("definitions"u8), Schema));
        if (root.TryGetProperty("parameters"u8, out var shared)) document.Nested(10, Named(1, shared, Parameter));
        return document.Written.ToArray();
    }

    /// <summary>A map: an entry with name and value for each member.</summary>
    private static ProtobufMessage Named(int field, JsonElement members, Func<JsonElement, ProtobufMessage> value)
    {
        var map = new ProtobufMessage();
        foreach (var member in members.EnumerateObject()) map.Nested(field, new ProtobufMessage().Text(1, member.Name).Nested(2, value(member.Value)));
        return map;
    }

    private static ProtobufMessage Path(JsonElement path)
    {
        var item = new ProtobufMessage();
        foreach (var (method, field) in Methods)
            if (path.TryGetProperty(method, out var operation)) item.Nested(field, Operation(operation));
        AddEach(item, 9, path, "parameters", ParameterItem);
        return item;
    }

    private static ProtobufMessage Operation(JsonElement operation)
    {
        var message = new ProtobufMessage();
        AddTexts(message, 1, operation, "tags");
        message.Text(3, Text(operation, "description")).Text(5, Text(operation, "operationId"));
        AddTexts(message, 6, operation, "produces");
        AddTexts(message, 7, operation, "consumes");
        AddEach(message, 8, operation, "parameters", ParameterItem);
        if (operation.TryGetProperty("responses"u8, out var responses)) message.Nested(9, Named(1, responses, Response));
        AddTexts(message, 10, operation, "schemes");
        return AddExtensions(message, 13, operation);
    }

    private static ProtobufMessage ParameterItem(JsonElement item) =>
        Text(item, "$ref") is { } reference ? Wrap(2, new ProtobufMessage().Text(1, reference)) : Wrap(1, Parameter(item));

    /// <summary>A parameter within its two layers of alternatives: body or not, query or path.</summary>
    private static ProtobufMessage Parameter(JsonElement parameter)
    {
        var (place, name, description) = (Text(parameter, "in"), Text(parameter, "name"), Text(parameter, "description"));
        var required = Flag(parameter, "required");
        if (place == "body")
        {
            var body = new ProtobufMessage().Text(1, description).Text(2, name).Text(3, place).Flag(4, required).Nested(5, Schema(parameter.GetProperty("schema"u8)));
            return Wrap(1, body);
        }

        var (field, type, unique) = place switch { "header" => (1, 5, 19), "formData" => (2, 6, 20), "query" => (3, 6, 20), _ => (4, 5, 19) };
        var plain = new ProtobufMessage().Flag(1, required).Text(2, place).Text(3, description).Text(4, name).Text(type, Text(parameter, "type")).Flag(unique, Flag(parameter, "uniqueItems"));
        return Wrap(2, Wrap(field, plain));
    }

    private static ProtobufMessage Response(JsonElement response)
    {
        if (Text(response, "$ref") is { } reference) return Wrap(2, new ProtobufMessage().Text(1, reference));
        var message = new ProtobufMessage().Text(1, Text(response, "description"));
        if (response.TryGetProperty("schema"u8, out var schema)) message.Nested(2, Wrap(1, Schema(schema)));
        return Wrap(1, message);
    }

    private static ProtobufMessage Schema(JsonElement schema)
    {
        var message = new ProtobufMessage().Text(1, Text(schema, "$ref")).Text(2, Text(schema, "format")).Text(4, Text(schema, "description"));
        AddTexts(message, 19, schema, "required");
        AddEach(message, 20, schema, "enum", static value => new ProtobufMessage().Text(2, value.GetRawText()));
        if (schema.TryGetProperty("additionalProperties"u8, out var additional)) message.Nested(21, additional.ValueKind == JsonValueKind.Object ? Wrap(1, Schema(additional)) : new ProtobufMessage().Flag(2, additional.ValueKind == JsonValueKind.True));
        if (Text(schema, "type") is { } type) message.Nested(22, new ProtobufMessage().Text(1, type));
        else if (schema.TryGetProperty("type"u8, out var types) && types.ValueKind == JsonValueKind.Array) message.Nested(22, Texts(new ProtobufMessage(), 1, types));
        if (schema.TryGetProperty("items"u8, out var items) && items.ValueKind == JsonValueKind.Object) message.Nested(23, Wrap(1, Schema(items)));
        if (schema.TryGetProperty("properties"u8, out var properties)) message.Nested(25, Named(1, properties, Schema));
        return AddExtensions(message, 31, schema);
    }

    /// <summary>Extensions travel as YAML text, and JSON is YAML.</summary>
    private static ProtobufMessage AddExtensions(ProtobufMessage message, int field, JsonElement element)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (!member.Name.StartsWith("x-", StringComparison.Ordinal)) continue;
            message.Nested(field, new ProtobufMessage().Text(1, member.Name).Nested(2, new ProtobufMessage().Text(2, member.Value.GetRawText())));
        }

        return message;
    }

    private static void AddEach(ProtobufMessage message, int field, JsonElement owner, string name, Func<JsonElement, ProtobufMessage> convert)
    {
        if (!owner.TryGetProperty(name, out var items)) return;
        foreach (var item in items.EnumerateArray()) message.Nested(field, convert(item));
    }

    private static void AddTexts(ProtobufMessage message, int field, JsonElement owner, string name)
    {
        if (!owner.TryGetProperty(name, out var items)) return;
        Texts(message, field, items);
    }

    private static ProtobufMessage Texts(ProtobufMessage message, int field, JsonElement items)
    {
        foreach (var item in items.EnumerateArray()) message.Text(field, item.GetString());
        return message;
    }

    private static ProtobufMessage Wrap(int field, ProtobufMessage message) => new ProtobufMessage().Nested(field, message);

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool Flag(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
