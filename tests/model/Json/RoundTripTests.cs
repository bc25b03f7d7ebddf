using System.Reflection;
using System.Text;
using System.Text.Json;
using Orleans.Kube.Model.Batch;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.Tests.Json;

/// <summary>An object of every kind with every field set, made from the records by reflection.</summary>
public class RoundTripTests
{
    public static TheoryData<Type> Kinds() =>
        new(typeof(KubeObject).Assembly.GetTypes().Where(static t => !t.IsAbstract && t.IsDefined(typeof(KubeKindAttribute)) && t.IsSubclassOf(typeof(TypeMeta))));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_object_with_every_field_set_survives_decoding_and_encoding(Type kind)
    {
        var json = Filled(kind);
        var body = BodyReader.Read(kind, json, FieldValidation.Strict);
        var again = JsonSerializer.SerializeToUtf8Bytes(body.Value, kind, KubeJson.Options);
        Encoding.UTF8.GetString(again).ShouldBe(Encoding.UTF8.GetString(json));
    }

    /// <summary>As Go writes it: where the stored object does not say so and a manifest does, as those of <c>kubectl create --dry-run</c>, kubectl apply finds a change each time.</summary>
    [Fact]
    public void A_template_says_that_it_was_not_created_itself() =>
        JsonSerializer.Serialize(new CronJobSpec(), KubeJson.Options).ShouldContain("""
            "jobTemplate":{"metadata":{"creationTimestamp":null},"spec":{"template":{"metadata":{"creationTimestamp":null},"spec":{
            """.Trim());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_field_is_one_of_the_schema(Type kind)
    {
        var info = KubeJson.Options.GetTypeInfo(kind);
        TypeSchema.Of(kind).Fields.Select(static f => f.Name).Order().ShouldBe(info.Properties.Select(static p => p.Name).Order());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_empty_object_decodes_without_nulls(Type kind)
    {
        var value = BodyReader.Read(kind, "{}"u8, FieldValidation.Strict).Value;
        Should.NotThrow(() => JsonSerializer.SerializeToUtf8Bytes(value, kind, KubeJson.Options));
    }

    private const int DeepestRecursion = 8;

    private static byte[] Filled(Type kind)
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
