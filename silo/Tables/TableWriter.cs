using System.Buffers;
using System.Text.Json;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Silo.Tables;

/// <summary>Prints objects as a Table: the definition's columns, a row per object.</summary>
/// <param name="definition">Whose columns are printed.</param>
/// <param name="include">How much of each object its row carries.</param>
/// <param name="version">v1 or v1beta1.</param>
/// <param name="now">Ages are relative to it.</param>
public sealed class TableWriter(ResourceDefinition definition, IncludeObject include, string version, DateTimeOffset now)
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = KubeJson.Options.Encoder, SkipValidation = true };
    private readonly IReadOnlyList<TableColumn> _columns = definition.Columns;

    /// <param name="objects">The rows.</param>
    /// <param name="envelope">The metadata of the list.</param>
    /// <param name="withColumns">Whether the columns are described; only the first event of a watch does.</param>
    public byte[] Write(IReadOnlyList<ApiObject> objects, ListEnvelope envelope, bool withColumns = true)
    {
        var buffer = new ArrayBufferWriter<byte>(1024 + (objects.Count * 512));
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
        {
            writer.WriteStartObject();
            writer.WriteString("kind"u8, "Table"u8);
            writer.WriteString("apiVersion"u8, version == "v1beta1" ? "meta.k8s.io/v1beta1"u8 : "meta.k8s.io/v1"u8);
            writer.WritePropertyName("metadata"u8);
            envelope.Write(writer);
            if (withColumns) WriteColumns(writer);
            else writer.WriteNull("columnDefinitions"u8);
            writer.WriteStartArray("rows"u8);
            for (var i = 0; i < objects.Count; i++) WriteRow(writer, objects[i]);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void WriteColumns(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("columnDefinitions"u8);
        if (definition.NameComesFirst) WriteColumn(writer, TableColumn.ObjectName with { Priority = 0 });
        for (var i = 0; i < _columns.Count; i++) WriteColumn(writer, _columns[i]);
        writer.WriteEndArray();
    }

    private static void WriteColumn(Utf8JsonWriter writer, TableColumn column)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, column.Name);
        writer.WriteString("type"u8, column.Type);
        writer.WriteString("format"u8, column.Format);
        writer.WriteString("description"u8, column.Description);
        writer.WriteNumber("priority"u8, column.Priority);
        writer.WriteEndObject();
    }

    private void WriteRow(Utf8JsonWriter writer, ApiObject stored)
    {
        var content = Representation.Content(definition, stored);
        writer.WriteStartObject();
        writer.WriteStartArray("cells"u8);
        if (definition.NameComesFirst) writer.WriteStringValue(stored.Key.Name);
        for (var i = 0; i < _columns.Count; i++) WriteCell(writer, _columns[i].Cell(content, now));
        writer.WriteEndArray();
        WriteObject(writer, stored);
        writer.WriteEndObject();
    }

    private static void WriteCell(Utf8JsonWriter writer, object? cell)
    {
        switch (cell)
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case int number: writer.WriteNumberValue(number); break;
            case long number: writer.WriteNumberValue(number); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            default: JsonSerializer.Serialize(writer, cell, cell.GetType(), KubeJson.Options); break;
        }
    }

    private void WriteObject(Utf8JsonWriter writer, ApiObject stored)
    {
        if (include == IncludeObject.None) return;
        writer.WritePropertyName("object"u8);
        var json = Representation.Json(definition, stored);
        writer.WriteRawValue(include == IncludeObject.Object ? json.Span : PartialMetadata.Write(json, version), skipInputValidation: true);
    }
}
