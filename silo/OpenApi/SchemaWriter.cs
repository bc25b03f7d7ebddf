using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Silo.OpenApi;

/// <summary>Writes the schemas of a set as members of an object: what explains, validates and merges the objects that clients hold.</summary>
internal sealed class SchemaWriter(Utf8JsonWriter json, OpenApiVersion dialect, SchemaSet schemas)
{
    /// <summary>The records that travel as kinds of <c>v1</c> without being objects.</summary>
    private static readonly Type[] CoreKinds = [typeof(Status), typeof(APIVersions), typeof(APIGroup), typeof(APIGroupList), typeof(APIResourceList)];

    private readonly NullabilityInfoContext _nullability = new();
    private readonly string _prefix = dialect == OpenApiVersion.V2 ? "#/definitions/" : "#/components/schemas/";

    /// <param name="versions">All groups and versions that are served: the options of deletion are of each.</param>
    public void WriteAll(IReadOnlyList<(string Group, string Version)> versions)
    {
        var names = new SortedDictionary<string, Action>(StringComparer.Ordinal);
        foreach (var (name, type) in schemas.Records) names[name] = () => WriteRecord(type, versions);
        foreach (var (name, definition) in schemas.Custom) names[name] = () => WriteCustom(definition);
        foreach (var (name, definition) in schemas.Lists) names[name] = () => WriteList(definition);
        foreach (var (name, write) in names) WriteSchema(name, write);
        foreach (var (name, write) in Scalars().Where(scalar => schemas.IsReferredTo(scalar.Key))) WriteSchema(name, write);
    }

    /// <summary>The schemas of values that are no records, of which a document has those that something in it refers to.</summary>
    private SortedDictionary<string, Action> Scalars()
    {
        var names = new SortedDictionary<string, Action>(StringComparer.Ordinal);
        names[SchemaNames.Quantity] = () => WriteUnion("A number with a suffix of powers of ten (k, M, G) or of two (Ki, Mi, Gi), or m for thousandths.", "string", null, "number");
        names[SchemaNames.IntOrString] = () => WriteUnion("An integer, or a text such as a percentage or the name of a port.", "string", "int-or-string", "integer");
        names[SchemaNames.Time] = () => WriteDescribed("A time in seconds as RFC 3339 writes it.", "string", "date-time");
        names[SchemaNames.MicroTime] = () => WriteDescribed("A time in microseconds as RFC 3339 writes it.", "string", "date-time");
        names[SchemaNames.Json] = () => json.WriteString("description"u8, "Any value in JSON."u8);
        names[SchemaNames.FieldsV1] = () => WriteDescribed("Fields as a tree: each member is a field, an item of a list by its key or its value, or the thing itself.", "object", null);
        names[SchemaNames.Patch] = () => WriteDescribed("What to change, in the form that the content type names.", "object", null);
        names[SchemaNames.Any] = () => WriteDescribed("An object of any kind.", "object", null);
        return names;
    }

    private void WriteSchema(string name, Action write)
    {
        json.WriteStartObject(name);
        write();
        json.WriteEndObject();
    }

    /// <summary>Writes a reference as the members of the object that is open.</summary>
    public void WriteReference(string name)
    {
        schemas.Refer(name);
        json.WriteString("$ref"u8, _prefix + name);
    }

    /// <summary>As before, with a description beside it. In OpenAPI 3 a reference stands alone, so that it is put into a list of its own.</summary>
    private void WriteReference(string name, string? description)
    {
        if (description is not null) json.WriteString("description"u8, description);
        if (dialect == OpenApiVersion.V2)
        {
            WriteReference(name);
            return;
        }

        json.WriteStartArray("allOf"u8);
        json.WriteStartObject();
        WriteReference(name);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteRecord(Type type, IReadOnlyList<(string Group, string Version)> versions)
    {
        var schema = TypeSchema.Of(type);
        json.WriteString("type"u8, "object"u8);
        if (SchemaDescriptions.OfType(type) is { } text) json.WriteString("description"u8, text);
        var required = schema.Fields.Where(static f => f.Required).Select(static f => f.Name).ToList();
        if (required.Count > 0) WriteTexts("required", required);
        if (schema.Fields.Count > 0)
        {
            json.WriteStartObject("properties"u8);
            foreach (var field in schema.Fields) WriteField(field);
            json.WriteEndObject();
        }

        if (schema.IsAtomic) json.WriteString("x-kubernetes-map-type"u8, "atomic"u8);
        if (type.GetCustomAttribute<UnionAttribute>() is { } union) WriteAlternatives(schema, union.Discriminator);
        if (type.GetCustomAttributes(typeof(KubeKindAttribute), false) is [KubeKindAttribute kind]) WriteKind(kind.ApiVersion, kind.Kind);
        else if (type == typeof(DeleteOptions) || type == typeof(WatchEvent)) WriteKinds(type.Name, versions);
        else if (CoreKinds.Contains(type)) WriteKind("v1", type.Name);
    }

    private void WriteAlternatives(TypeSchema schema, string discriminator)
    {
        json.WriteStartArray("x-kubernetes-unions"u8);
        json.WriteStartObject();
        json.WriteString("discriminator"u8, discriminator);
        json.WriteStartObject("fields-to-discriminateBy"u8);
        foreach (var name in schema.Fields.Select(static f => f.Name).Where(name => name != discriminator).Order(StringComparer.Ordinal))
            json.WriteString(name, char.ToUpperInvariant(name[0]) + name[1..]);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>The schema of a custom resource as its author wrote it, with what all objects have.</summary>
    private void WriteCustom(CustomObjectDefinition definition)
    {
        var schema = PublishedSchema.Of(definition.Written, dialect);
        if (schema["properties"] is JsonObject properties)
        {
            foreach (var name in (ReadOnlySpan<string>)["apiVersion", "kind"]) properties[name] = new JsonObject { ["type"] = "string", ["description"] = SchemaDescriptions.OfField(name) };
            var metadata = new JsonObject { ["$ref"] = _prefix + SchemaNames.Of(typeof(ObjectMeta)) };
            properties["metadata"] = dialect == OpenApiVersion.V3 ? new JsonObject { ["allOf"] = new JsonArray(metadata), ["description"] = SchemaDescriptions.OfField("metadata") } : metadata;
        }

        foreach (var (name, value) in schema)
        {
            json.WritePropertyName(name);
            value!.WriteTo(json);
        }

        WriteKind(definition.ApiVersion, definition.Kind);
    }

    private void WriteList(ResourceDefinition definition)
    {
        json.WriteString("type"u8, "object"u8);
        json.WriteString("description"u8, $"A list of objects of kind {definition.Kind}.");
        WriteTexts("required", ["items"]);
        json.WriteStartObject("properties"u8);
        foreach (var name in (ReadOnlySpan<string>)["apiVersion", "kind"])
        {
            json.WriteStartObject(name);
            if (SchemaDescriptions.OfField(name) is { } text) json.WriteString("description"u8, text);
            json.WriteString("type"u8, "string"u8);
            json.WriteEndObject();
        }

        json.WriteStartObject("items"u8);
        json.WriteString("description"u8, SchemaDescriptions.OfField("items"));
        json.WriteString("type"u8, "array"u8);
        json.WriteStartObject("items"u8);
        WriteReference(SchemaNames.Of(definition), null);
        WriteEmptyDefault();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("metadata"u8);
        WriteReference(SchemaNames.Of(typeof(ListMeta)), "Where the list comes from, and how it goes on.");
        WriteEmptyDefault();
        json.WriteEndObject();
        json.WriteEndObject();
        WriteKind(definition.ApiVersion, definition.ListKind);
    }

    private void WriteField(FieldSchema field)
    {
        json.WriteStartObject(field.Name);
        var text = SchemaDescriptions.OfField(field);
        var owner = field.Property.DeclaringType;
        var any = owner == typeof(JSONSchemaProps) ? SchemaNames.Json : owner == typeof(ManagedFieldsEntry) ? SchemaNames.FieldsV1 : SchemaNames.Any;
        if (ReferenceOf(field.Value, any) is { } name)
        {
            WriteReference(name, text);
        }
        else
        {
            if (text is not null) json.WriteString("description"u8, text);
            WriteValue(field.Value, SchemaDescriptions.ValuesOf(field), any);
        }

        WriteDefault(field);
        WriteMerging(field);
        json.WriteEndObject();
    }

    private void WriteValue(TypeSchema value, IReadOnlyList<string> values, string any)
    {
        if (ReferenceOf(value, any) is { } name)
        {
            WriteReference(name);
            return;
        }

        switch (value.Kind)
        {
            case ValueKind.Int32: WriteScalar("integer", "int32"); break;
            case ValueKind.Int64: WriteScalar("integer", "int64"); break;
            case ValueKind.Boolean: WriteScalar("boolean", null); break;
            case ValueKind.Bytes: WriteScalar("string", "byte"); break;
            case ValueKind.List: WriteContainer("array", "items"u8, value.Element!, values, any); break;
            case ValueKind.Map: WriteContainer("object", "additionalProperties"u8, value.Element!, values, any); break;
            default:
                WriteScalar("string", null);
                if (values.Count > 0) WriteTexts("enum", values);
                break;
        }
    }

    private void WriteContainer(string type, ReadOnlySpan<byte> member, TypeSchema element, IReadOnlyList<string> values, string any)
    {
        json.WriteString("type"u8, type);
        json.WriteStartObject(member);
        if (dialect == OpenApiVersion.V3 && element.Kind == ValueKind.Struct) WriteReference(ReferenceOf(element, any)!, null);
        else WriteValue(element, values, any);
        WriteZero(element);
        json.WriteEndObject();
    }

    /// <summary>What a field is when it is left out. Swagger 2.0 has no room for it beside a reference, and Kubernetes says it in OpenAPI 3 alone.</summary>
    private void WriteDefault(FieldSchema field)
    {
        if (dialect == OpenApiVersion.V2) return;
        if (field.Default is "{}")
        {
            WriteEmptyDefault();
        }
        else if (field.Default is { } value)
        {
            json.WritePropertyName("default"u8);
            JsonSerializer.Serialize(json, value);
        }
        else if (IsNeverNull(field) && (field.AlwaysWritten || field.Value.Kind == ValueKind.Struct)) WriteZero(field.Value);
    }

    private bool IsNeverNull(FieldSchema field) => _nullability.Create(field.Property).ReadState == NullabilityState.NotNull;

    /// <summary>What a value is that is there without having been given.</summary>
    private void WriteZero(TypeSchema value)
    {
        if (dialect == OpenApiVersion.V2) return;
        switch (value.Kind)
        {
            case ValueKind.String: json.WriteString("default"u8, ""u8); break;
            case ValueKind.Int32 or ValueKind.Int64: json.WriteNumber("default"u8, 0); break;
            case ValueKind.Boolean: json.WriteBoolean("default"u8, false); break;
            case ValueKind.Struct: WriteEmptyDefault(); break;
        }
    }

    private void WriteEmptyDefault()
    {
        if (dialect == OpenApiVersion.V2) return;
        json.WriteStartObject("default"u8);
        json.WriteEndObject();
    }

    private void WriteMerging(FieldSchema field)
    {
        if (field.Value.Kind == ValueKind.List)
        {
            json.WriteString("x-kubernetes-list-type"u8, field.Merge switch { MergeStyle.KeyedList => "map", MergeStyle.Set => "set", _ => "atomic" });
            if (field.Keys.Count > 0) WriteTexts("x-kubernetes-list-map-keys", field.Keys);
        }
        else if (field.Value.Kind is ValueKind.Struct or ValueKind.Map && field.DeclaresMerge)
        {
            json.WriteString("x-kubernetes-map-type"u8, field.Merge == MergeStyle.Atomic ? "atomic"u8 : "granular"u8);
        }

        if (field.PatchKey is { } key) json.WriteString("x-kubernetes-patch-merge-key"u8, key);
        if (PatchStrategy(field) is { } strategy) json.WriteString("x-kubernetes-patch-strategy"u8, strategy);
    }

    private static string? PatchStrategy(FieldSchema field) => (field.PatchMerges, field.PatchRetainsKeys, field.PatchReplaces) switch
    {
        (true, true, _) => "merge,retainKeys",
        (true, false, _) => "merge",
        (_, true, _) => "retainKeys",
        (_, _, true) => "replace",
        _ => null,
    };

    private void WriteKind(string apiVersion, string kind)
    {
        var slash = apiVersion.IndexOf('/');
        WriteKinds(kind, [(slash < 0 ? "" : apiVersion[..slash], apiVersion[(slash + 1)..])]);
    }

    private void WriteKinds(string kind, IReadOnlyList<(string Group, string Version)> versions)
    {
        json.WriteStartArray("x-kubernetes-group-version-kind"u8);
        foreach (var (group, version) in versions)
        {
            json.WriteStartObject();
            json.WriteString("group"u8, group);
            json.WriteString("kind"u8, kind);
            json.WriteString("version"u8, version);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteScalar(string type, string? format)
    {
        json.WriteString("type"u8, type);
        if (format is not null) json.WriteString("format"u8, format);
    }

    private void WriteDescribed(string description, string type, string? format)
    {
        json.WriteString("description"u8, description);
        WriteScalar(type, format);
    }

    /// <summary>A value of one of two types. Swagger 2.0 cannot say so and names the first.</summary>
    private void WriteUnion(string description, string type, string? format, string other)
    {
        json.WriteString("description"u8, description);
        if (dialect == OpenApiVersion.V2)
        {
            WriteScalar(type, format);
            return;
        }

        if (format is not null) json.WriteString("format"u8, format);
        json.WriteStartArray("oneOf"u8);
        foreach (var name in (ReadOnlySpan<string>)[type, other])
        {
            json.WriteStartObject();
            json.WriteString("type"u8, name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteTexts(string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    /// <param name="value">The value.</param>
    /// <param name="any">The schema of what may be anything.</param>
    private static string? ReferenceOf(TypeSchema value, string any) => value.Kind switch
    {
        ValueKind.Struct => SchemaNames.Of(value.Type),
        ValueKind.Quantity => SchemaNames.Quantity,
        ValueKind.IntOrString => SchemaNames.IntOrString,
        ValueKind.Time => SchemaNames.Time,
        ValueKind.MicroTime => SchemaNames.MicroTime,
        ValueKind.Any => any,
        _ => null,
    };
}
