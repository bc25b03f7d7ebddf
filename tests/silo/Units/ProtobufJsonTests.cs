using System.Text;
using System.Text.Json.Nodes;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Protobuf;
using Orleans.Kube.Testing;

namespace Orleans.Kube.Tests.Silo;

public sealed class ProtobufJsonTests
{
    // Metrics have no protobuf form here, schemas of custom resources a test of their own.
    public static TheoryData<Type> Kinds() =>
        new(FilledObjects.Kinds.Where(static t => t.Namespace != typeof(Orleans.Kube.Model.ResourceMetrics.PodMetrics).Namespace && t != typeof(CustomResourceDefinition)));

    /// <summary>What is read is what was written, field by field; the numbers are those of Kubernetes.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_object_with_every_field_set_survives_protobuf(Type kind)
    {
        var json = FilledObjects.Of(kind);

        var again = JsonNode.Parse(ProtobufJson.ToJson(kind, JsonProtobuf.Encode(json)));

        // Of objects within objects, protobuf leaves out what they are.
        var expected = JsonNode.Parse(json)!;
        foreach (var inner in expected["spec"]?["volumeClaimTemplates"]?.AsArray() ?? []) Strip(inner);
        Strip(expected["deleteOptions"]);
        Sorted(again).ShouldBe(Sorted(expected));

        static void Strip(JsonNode? embedded) => _ = embedded?.AsObject().Remove("apiVersion") | embedded?.AsObject().Remove("kind");
    }

    [Fact]
    public void Lists_and_events_have_their_objects()
    {
        byte[] pod = JsonProtobuf.Encode(Encoding.UTF8.GetBytes("""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p"}}"""));
        byte[] list = JsonProtobuf.Encode(Encoding.UTF8.GetBytes("""{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"7"},"items":[{"metadata":{"name":"p"}}]}"""));
        byte[] change = JsonProtobuf.EncodeEvent("ADDED", Encoding.UTF8.GetBytes("""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p"}}"""));

        byte[] named = Field(1, Field(1, "p"u8));
        pod.ShouldBe([.. "k8s\0"u8, .. Field(1, [.. Field(1, "v1"u8), .. Field(2, "Pod"u8)]), .. Field(2, named), .. Field(3, []), .. Field(4, [])]);
        list.ShouldBe([.. "k8s\0"u8, .. Field(1, [.. Field(1, "v1"u8), .. Field(2, "PodList"u8)]), .. Field(2, [.. Field(1, Field(2, "7"u8)), .. Field(2, named)]), .. Field(3, []), .. Field(4, [])]);
        byte[] message = [.. Field(1, "ADDED"u8), .. Field(2, Field(1, pod))];
        change.ShouldBe([0, 0, 0, (byte)message.Length, .. message]);
    }

    [Fact]
    public void What_has_no_form_in_protobuf_is_not_acceptable() =>
        Should.Throw<StatusException>(() => JsonProtobuf.Encode(Encoding.UTF8.GetBytes("""{"kind":"Gadget","apiVersion":"example.com/v1"}"""))).Code.ShouldBe(406);

    /// <summary>The schema of a custom resource has values that JSON writes in one of two forms, and bounds in floating point.</summary>
    [Fact]
    public void Schemas_have_each_value_in_the_form_that_was_meant()
    {
        var bounded = Message(5, "number"u8, Fixed64(9, 10), Fixed64(11, -0.5), Field(8, Field(1, "3"u8)));
        byte[] schema =
        [
            .. Field(5, "object"u8),
            .. Field(24, Field(1, Field(5, "string"u8))),
            .. Field(29, [.. Field(1, "n"u8), .. Field(2, bounded)]),
            .. Field(30, [.. Varint(1, 1), .. Field(2, Field(5, "integer"u8))]),
            .. Field(32, [.. Field(1, "a"u8), .. Field(2, [.. Field(2, "b"u8), .. Field(2, "c"u8)])]),
            .. Field(32, [.. Field(1, "d"u8), .. Field(2, Field(1, Field(5, "array"u8)))]),
            .. Field(33, Varint(1, 1)),
            .. Field(25, Field(24, [.. Field(2, Field(5, "string"u8)), .. Field(2, Field(5, "boolean"u8))])),
            .. Varint(38, 1),
        ];
        var definition = Field(2, Field(7, [.. Field(1, "v1"u8), .. Field(4, Field(1, schema)), .. Field(5, Field(1, []))]));
        var json = JsonNode.Parse(ProtobufJson.ToJson(typeof(CustomResourceDefinition), [.. "k8s\0"u8, .. Field(2, definition)]))!["spec"]!["versions"]![0]!;

        JsonNode.DeepEquals(json["subresources"], JsonNode.Parse("""{"status":{}}""")).ShouldBeTrue();
        JsonNode.DeepEquals(json["schema"]!["openAPIV3Schema"], JsonNode.Parse("""
            {
              "type": "object",
              "items": {"type": "string"},
              "properties": {"n": {"type": "number", "maximum": 10, "minimum": -0.5, "default": 3}},
              "additionalProperties": {"type": "integer"},
              "dependencies": {"a": ["b", "c"], "d": {"type": "array"}},
              "additionalItems": true,
              "allOf": [{"items": [{"type": "string"}, {"type": "boolean"}]}],
              "x-kubernetes-preserve-unknown-fields": true
            }
            """)).ShouldBeTrue(json.ToJsonString());

        var whole = $$$"""{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","spec":{"versions":[{{{json.ToJsonString()}}}]}}""";
        var again = JsonNode.Parse(ProtobufJson.ToJson(typeof(CustomResourceDefinition), JsonProtobuf.Encode(Encoding.UTF8.GetBytes(whole))));
        Sorted(again).ShouldBe(Sorted(JsonNode.Parse(whole)));
    }

    private static string Sorted(JsonNode? node) => node switch
    {
        JsonObject fields => $"{{{string.Join(',', fields.OrderBy(static f => f.Key, StringComparer.Ordinal).Select(static f => $"{f.Key}:{Sorted(f.Value)}"))}}}",
        JsonArray items => $"[{string.Join(',', items.Select(Sorted))}]",
        _ => node?.ToJsonString() ?? "null",
    };

    private static byte[] Message(int number, ReadOnlySpan<byte> bytes, params byte[][] more) => [.. Field(number, bytes), .. more.SelectMany(static m => m)];

    private static byte[] Field(int number, ReadOnlySpan<byte> bytes) => [.. Number((uint)(number << 3) | 2), .. Number((uint)bytes.Length), .. bytes];

    private static byte[] Varint(int number, uint value) => [.. Number((uint)(number << 3)), .. Number(value)];

    private static byte[] Fixed64(int number, double value) => [.. Number((uint)(number << 3) | 1), .. BitConverter.GetBytes(value)];

    private static byte[] Number(uint value) => value < 0x80 ? [(byte)value] : [(byte)(value | 0x80), .. Number(value >> 7)];
}
