using System.Text.Json.Nodes;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Silo.Protobuf;

namespace Orleans.Kube.Tests.Silo;

public sealed class ProtobufJsonTests
{
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
    }

    private static byte[] Message(int number, ReadOnlySpan<byte> bytes, params byte[][] more) => [.. Field(number, bytes), .. more.SelectMany(static m => m)];

    private static byte[] Field(int number, ReadOnlySpan<byte> bytes) => [.. Number((uint)(number << 3) | 2), .. Number((uint)bytes.Length), .. bytes];

    private static byte[] Varint(int number, uint value) => [.. Number((uint)(number << 3)), .. Number(value)];

    private static byte[] Fixed64(int number, double value) => [.. Number((uint)(number << 3) | 1), .. BitConverter.GetBytes(value)];

    private static byte[] Number(uint value) => value < 0x80 ? [(byte)value] : [(byte)(value | 0x80), .. Number(value >> 7)];
}
