using System.Reflection;
using System.Text;
using System.Text.Json;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Testing;

/// <summary>An object of every kind with every field set, made from the records by reflection.</summary>
public static class FilledObjects
{
    public static IEnumerable<Type> Kinds { get; } = [.. typeof(KubeObject).Assembly.GetTypes().Where(static t => !t.IsAbstract && t.IsDefined(typeof(KubeKindAttribute)) && t.IsSubclassOf(typeof(TypeMeta)))];

    private const int DeepestRecursion = 8;

    /// <summary>An object of the kind, as JSON.</summary>
    public static byte[] Of(Type kind)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer)) Write(writer, TypeSchema.Of(kind), kind.GetCustomAttribute<KubeKindAttribute>());
        return buffer.ToArray();
    }

    private static bool Contains(TypeSchema value, TypeSchema schema) => value == schema || (value.Element is { } element && Contains(element, schema));

    private static void Write(Utf8JsonWriter writer, TypeSchema schema, KubeKindAttribute? kind = null, string name = "")
    {
        switch (schema.Kind)
        {
            case ValueKind.Struct:
                writer.WriteStartObject();
                foreach (var field in schema.Fields)
                {
                    // Schemas contain schemas: below the first few there is nothing new to see.
                    if (writer.CurrentDepth > DeepestRecursion && Contains(field.Value, schema)) continue;
                    writer.WritePropertyName(field.Name);
                    if (kind is not null && field.Name == "apiVersion") writer.WriteStringValue(kind.ApiVersion);
                    else if (kind is not null && field.Name == "kind") writer.WriteStringValue(kind.Kind);
                    else Write(writer, field.Value, null, field.Name);
                }

                writer.WriteEndObject();
                break;
            case ValueKind.Map:
                writer.WriteStartObject();
                writer.WritePropertyName("key");
                Write(writer, schema.Element!, null, name);
                writer.WriteEndObject();
                break;
            case ValueKind.List:
                writer.WriteStartArray();
                Write(writer, schema.Element!, null, name);
                Write(writer, schema.Element!, null, name + "-2");
                writer.WriteEndArray();
                break;
            case ValueKind.Any: writer.WriteRawValue("""{"any":[1,null,{"x":1.50}]}"""); break;
            case ValueKind.Boolean: writer.WriteBooleanValue(true); break;
            case ValueKind.Int32: writer.WriteNumberValue(int.MaxValue - name.Length); break;
            case ValueKind.Int64: writer.WriteNumberValue(long.MaxValue - name.Length); break;
            case ValueKind.IntOrString: writer.WriteStringValue("25%"); break;
            case ValueKind.Quantity: writer.WriteStringValue("1500m"); break;
            case ValueKind.Bytes: writer.WriteBase64StringValue(Encoding.UTF8.GetBytes(name)); break;
            case ValueKind.Time: writer.WriteStringValue("2024-02-29T12:34:56Z"); break;
            case ValueKind.MicroTime: writer.WriteStringValue("2024-02-29T12:34:56.123456Z"); break;
            default: writer.WriteStringValue(name); break;
        }
    }
}
