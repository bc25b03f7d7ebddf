using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Tests.Silo;

public sealed class YamlTests
{
    [Theory]
    [InlineData("a: 1", """{"a":1}""")]
    [InlineData("a: '1'", """{"a":"1"}""")]
    [InlineData("a: 0644", """{"a":420}""")]
    [InlineData("a: 1.5", """{"a":1.5}""")]
    [InlineData("a: 1.2.3", """{"a":"1.2.3"}""")]
    [InlineData("a: ~\nb:", """{"a":null,"b":null}""")]
    [InlineData("a: yes\nb: \"yes\"", """{"a":true,"b":"yes"}""")]
    [InlineData("- a\n- {b: [c]}", """["a",{"b":["c"]}]""")]
    [InlineData("a: |\n  x\n  y\n", """{"a":"x\ny\n"}""")]
    public void Yaml_becomes_the_json_it_stands_for(string yaml, string json) =>
        JsonNode.DeepEquals(JsonNode.Parse(YamlJson.ToJson(Encoding.UTF8.GetBytes(yaml))), JsonNode.Parse(json)).ShouldBeTrue();

    [Theory]
    [InlineData("a: &x [1]\nb: *x")]
    [InlineData("a: [")]
    [InlineData("a: b: c")]
    [InlineData("? [a]\n: b")]
    [InlineData("a: 1\n---\nb: 2")]
    public void What_is_no_plain_document_is_a_bad_request(string yaml) =>
        Should.Throw<StatusException>(() => YamlJson.ToJson(Encoding.UTF8.GetBytes(yaml))).Code.ShouldBe(400);

    [Fact]
    public void Nesting_has_a_limit() =>
        Should.Throw<StatusException>(() => YamlJson.ToJson(Encoding.UTF8.GetBytes(new string('[', 5000)))).Code.ShouldBe(400);

    [Fact]
    public void What_is_written_as_yaml_is_read_back_the_same() => Check.QuickThrowOnFailure(Prop.ForAll(Texts(), texts =>
    {
        var json = new JsonObject
        {
            ["texts"] = new JsonArray([.. texts.Select(t => (JsonNode?)t)]),
            ["map"] = new JsonObject(texts.Distinct().Select((t, i) => KeyValuePair.Create(t, (JsonNode?)new JsonObject { ["n"] = i, ["none"] = null }))),
            ["lists"] = new JsonArray(new JsonArray(1, true), new JsonObject(), new JsonArray()),
        };
        var yaml = JsonToYaml.Convert(Encoding.UTF8.GetBytes(json.ToJsonString()));
        return JsonNode.DeepEquals(JsonNode.Parse(YamlJson.ToJson(yaml)), json);
    }));

    private static Arbitrary<string[]> Texts() => Gen.Elements(
        "", "a", "true", "no", "1", "1e3", "0x1f", "- x", "a: b", "#c", " lead", "trail ", "two\nlines", "ünï", "\"q\"", "null", "~", "@x", "%y", "{}", "x/y", "2026-01-01").ArrayOf().ToArbitrary();
}
