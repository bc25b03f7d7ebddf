using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Orleans.Kube.Silo.OpenApi;

/// <summary>Writes paths and their operations as members of an object.</summary>
internal sealed class PathWriter(Utf8JsonWriter json, OpenApiVersion dialect, SchemaSet schemas)
{
    private const string Generic = "io.k8s.apimachinery";
    private readonly SchemaWriter _schemas = new(json, dialect, schemas);
    private readonly SortedDictionary<string, Action> _shared = new(StringComparer.Ordinal);

    /// <summary>The parameters to which the paths refer, as a member of the document. OpenAPI 3 has none.</summary>
    public void WriteShared()
    {
        if (_shared.Count == 0) return;
        json.WriteStartObject("parameters"u8);
        foreach (var (name, write) in _shared)
        {
            json.WritePropertyName(name);
            write();
        }

        json.WriteEndObject();
    }

    public void Write(ApiPath written)
    {
        var path = written.Factored();
        json.WriteStartObject(path.Template);
        foreach (var operation in path.Operations)
        {
            json.WriteStartObject(operation.Method);
            WriteOperation(operation, path.Tag);
            json.WriteEndObject();
        }

        WriteParameters(path.Parameters, null);
        json.WriteEndObject();
    }

    private void WriteOperation(ApiOperation operation, string tag)
    {
        WriteTexts("tags", [tag]);
        json.WriteString("description"u8, operation.Description);
        json.WriteString("operationId"u8, operation.Id);
        if (dialect == OpenApiVersion.V2)
        {
            IReadOnlyList<string> consumed = operation.Consumes.Count > 0 ? operation.Consumes : operation.Accepts;
            if (consumed.Count > 0) WriteTexts("consumes", consumed);
            WriteTexts("produces", operation.Produces);
            WriteTexts("schemes", ["https"]);
        }

        WriteParameters(operation.Parameters, operation);
        if (dialect == OpenApiVersion.V3 && operation.Consumes.Count > 0) WriteBody(operation);
        WriteResponses(operation);
        if (operation.Action is { } action) json.WriteString("x-kubernetes-action"u8, action);
        if (operation.Kind is not { } kind) return;
        json.WriteStartObject("x-kubernetes-group-version-kind"u8);
        json.WriteString("group"u8, kind.Group);
        json.WriteString("kind"u8, kind.Kind);
        json.WriteString("version"u8, kind.Version);
        json.WriteEndObject();
    }

    private void WriteParameters(IReadOnlyList<ApiParameter> parameters, ApiOperation? operation)
    {
        var body = dialect == OpenApiVersion.V2 && operation is { Consumes.Count: > 0 } ? operation : null;
        if (parameters.Count == 0 && body is null) return;
        json.WriteStartArray("parameters"u8);
        if (body is { Body: { } schema } && schema.StartsWith(Generic, StringComparison.Ordinal)) WriteShared("body", $"{schema} {body.BodyRequired}", () => WriteBodyParameter(body));
        else if (body is not null) WriteBodyParameter(body);
        foreach (var parameter in parameters)
        {
            if (dialect == OpenApiVersion.V2 && IsShared(parameter)) WriteShared(parameter.Name, parameter.ToString(), () => WriteParameter(parameter));
            else WriteParameter(parameter);
        }

        json.WriteEndArray();
    }

    /// <summary>Names are about one kind; dryRun and fieldValidation are what older clients look for at the operations themselves.</summary>
    private static bool IsShared(ApiParameter parameter) => parameter is not ({ Name: "name" } or { Name: "dryRun" or "fieldValidation", InPath: false });

    private void WriteShared(string name, string content, Action write)
    {
        var known = $"{name}-{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, 6))}";
        _shared.TryAdd(known, write);
        json.WriteStartObject();
        json.WriteString("$ref"u8, $"#/parameters/{known}");
        json.WriteEndObject();
    }

    private void WriteBodyParameter(ApiOperation operation)
    {
        json.WriteStartObject();
        json.WriteString("in"u8, "body"u8);
        json.WriteString("name"u8, "body"u8);
        if (operation.BodyRequired) json.WriteBoolean("required"u8, true);
        WriteSchema(operation.Body, "object");
        json.WriteEndObject();
    }

    private void WriteParameter(ApiParameter parameter)
    {
        json.WriteStartObject();
        json.WriteString("description"u8, parameter.Description);
        json.WriteString("in"u8, parameter.InPath ? "path"u8 : "query"u8);
        json.WriteString("name"u8, parameter.Name);
        if (parameter.InPath) json.WriteBoolean("required"u8, true);
        if (dialect == OpenApiVersion.V3) json.WriteStartObject("schema"u8);
        json.WriteString("type"u8, parameter.Type);
        json.WriteBoolean("uniqueItems"u8, true);
        if (dialect == OpenApiVersion.V3) json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteBody(ApiOperation operation)
    {
        json.WriteStartObject("requestBody"u8);
        WriteContent([.. operation.Consumes.Order(StringComparer.Ordinal)], operation.Body, "object");
        if (operation.BodyRequired) json.WriteBoolean("required"u8, true);
        json.WriteEndObject();
    }

    private void WriteResponses(ApiOperation operation)
    {
        json.WriteStartObject("responses"u8);
        foreach (var code in operation.Codes)
        {
            json.WriteStartObject(code);
            json.WriteString("description"u8, code switch { "201" => "Created"u8, "202" => "Accepted"u8, _ => "OK"u8 });
            if (dialect == OpenApiVersion.V3) WriteContent(operation.Produces, operation.Answer, "string");
            else WriteSchema(operation.Answer, "string");
            json.WriteEndObject();
        }

        json.WriteStartObject("401"u8);
        json.WriteString("description"u8, "Unauthorized"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteContent(IReadOnlyList<string> media, string? schema, string otherwise)
    {
        json.WriteStartObject("content"u8);
        foreach (var type in media)
        {
            json.WriteStartObject(type);
            WriteSchema(schema, otherwise);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void WriteSchema(string? name, string otherwise)
    {
        json.WriteStartObject("schema"u8);
        if (name is null) json.WriteString("type"u8, otherwise);
        else _schemas.WriteReference(name);
        json.WriteEndObject();
    }

    private void WriteTexts(string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
