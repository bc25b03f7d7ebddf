using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;

namespace Orleans.Kube.Model.Tests.Json;

public class YamlTests
{
    [Theory]
    [InlineData("a: true\nb: no\nc: 'yes'\nd: \"1\"", """{"a":true,"b":false,"c":"yes","d":"1"}""")]
    [InlineData("a: 1\nb: 0x1F\nc: 0755\nd: 1_000\ne: -5\nf: 0.5\ng: 1e3", """{"a":1,"b":31,"c":493,"d":1000,"e":-5,"f":0.5,"g":1000}""")]
    [InlineData("a:\nb: ~\nc: null\nd: ''", """{"a":null,"b":null,"c":null,"d":""}""")]
    [InlineData("a: 1.2.3\nb: 2024-01-01\nc: nope\nd: 08", """{"a":"1.2.3","b":"2024-01-01","c":"nope","d":8}""")]
    [InlineData("1: a\ntrue: b", """{"1":"a","true":"b"}""")]
    [InlineData("a: &x {p: 1}\nb: *x\nc:\n  <<: *x\n  q: 2", """{"a":{"p":1},"b":{"p":1},"c":{"p":1,"q":2}}""")]
    [InlineData("a: |\n  x\n  y\nb: >-\n  x\n  y", """{"a":"x\ny\n","b":"x y"}""")]
    [InlineData("{\"a\": [1, \"b\"]}", """{"a":[1,"b"]}""")]
    [InlineData("a: !!str 5\nb: !!int '7'\nc: !!float 2\nd: !!binary aGk=\ne: !horse 5\nf: !!null ''\ng: !!timestamp 2024-01-01\nh: !!set x\ni: ! 5", """{"a":"5","b":7,"c":2,"d":"hi","e":"5","f":null,"g":"2024-01-01","h":"x","i":"5"}""")]
    [InlineData("", "null")]
    public void Yaml_means_the_JSON_that_Kubernetes_reads(string yaml, string json) =>
        Encoding.UTF8.GetString(Yaml.ToJson(Encoding.UTF8.GetBytes(yaml), out _)).ShouldBe(json);

    [Fact]
    public void Billion_laughs_are_refused()
    {
        var yaml = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (var i = 1; i < 12; i++) yaml.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        var failure = Should.Throw<StatusException>(() => Yaml.ToJson(Encoding.UTF8.GetBytes(yaml.ToString()), out _));
        failure.Code.ShouldBe(400);
        failure.Message.ShouldContain("document contains excessive aliasing");
    }

    [Theory]
    [InlineData("a: b: c")]
    [InlineData("a: [")]
    [InlineData("\"a")]
    [InlineData("a: *nowhere")]
    [InlineData("? [a]\n: b")]
    [InlineData("a: .inf")]
    [InlineData("%YAML 9.9\n---\na")]
    [InlineData("a: &x [*x]")]
    public void What_is_no_YAML_is_a_bad_request(string yaml)
    {
        var failure = Should.Throw<StatusException>(() => Yaml.ToJson(Encoding.UTF8.GetBytes(yaml), out _));
        failure.Code.ShouldBe(400);
        failure.Message.ShouldStartWith("error converting YAML to JSON: yaml: ");
    }

    [Theory]
    [InlineData("a: b: c", "mapping values are not allowed in this context")]
    [InlineData("metadata:\n name: x\n  labels: y", "line 3: mapping values are not allowed in this context")]
    [InlineData("@x", "found character that cannot start any token")]
    [InlineData("\"unclosed", "found unexpected end of stream")]
    [InlineData("{", "line 1: did not find expected node content")]
    [InlineData("%YAML 1.1", "line 1: did not find expected <document start>")]
    [InlineData("a: !!int x", "cannot decode !!str `x` as a !!int")]
    [InlineData("a: !!bool 5", "cannot decode !!int `5` as a !!bool")]
    [InlineData("a: !!binary '%'", "!!binary value contains invalid base64 data")]
    public void The_problem_is_told_as_Kubernetes_does_it(string yaml, string problem) =>
        Should.Throw<StatusException>(() => Yaml.ToJson(Encoding.UTF8.GetBytes(yaml), out _)).Message.ShouldBe($"error converting YAML to JSON: yaml: {problem}");

    [Fact]
    public void Deep_YAML_is_refused_before_it_overflows() =>
        Should.Throw<StatusException>(() => Yaml.ToJson(Encoding.UTF8.GetBytes(new string('[', 50_000)), out _)).Code.ShouldBe(400);

    [Fact]
    public void A_duplicate_key_is_a_strict_error()
    {
        var yaml = "kind: ConfigMap\napiVersion: v1\ndata:\n  a: x\n  a: z\n"u8.ToArray();
        Should.Throw<StatusException>(() => Read(yaml, FieldValidation.Strict)).Message.ShouldBe(
            "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: yaml: unmarshal errors:\n  line 5: key \"a\" already set in map");
        ((ConfigMap)Read(yaml, FieldValidation.Warn).Object).Data["a"].ShouldBe("z");
    }

    [Fact]
    public void Whatever_JSON_is_written_as_YAML_reads_back() =>
        Prop.ForAll<string[]>(static texts =>
        {
            var map = texts.Where(static t => t is not null && !t.Any(char.IsSurrogate)).Distinct().ToDictionary(static t => "k" + t, static t => t);
            var json = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(map);
            var back = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(Yaml.ToJson(Yaml.FromJson(json), out _))!;
            back.OrderBy(static p => p.Key, StringComparer.Ordinal).ShouldBe(map.OrderBy(static p => p.Key, StringComparer.Ordinal));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("true")]
    [InlineData("0x1")]
    [InlineData("1e5")]
    [InlineData("no")]
    [InlineData("")]
    [InlineData(" a ")]
    [InlineData("a: b")]
    [InlineData("- x")]
    [InlineData("#c")]
    [InlineData("x\ny\n")]
    [InlineData("\n x\n")]
    [InlineData("tab\there")]
    [InlineData("*a")]
    [InlineData("日本")]
    [InlineData("line\r\nline")]
    public void Texts_stay_texts(string text)
    {
        var json = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["a"] = text });
        System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(Yaml.ToJson(Yaml.FromJson(json), out _))!["a"].ShouldBe(text);
    }

    [Fact]
    public void Objects_are_written_in_block_style() =>
        Encoding.UTF8.GetString(Yaml.FromJson("""{"b":[{"x":1,"a":"1"},{}],"a":{"t":true,"m":null,"s":"x\ny\n"}}"""u8))
            .ShouldBe("a:\n  m: null\n  s: |\n    x\n    y\n  t: true\nb:\n- a: \"1\"\n  x: 1\n- {}\n");

    [Fact]
    public void A_manifest_holds_many_objects()
    {
        var objects = Manifest.ReadAll("""
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: a}
            ---
            # nothing here
            ---
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}
            """);
        objects.Select(static o => o.Metadata.Name).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void An_unknown_kind_in_a_manifest_is_refused() =>
        Should.Throw<StatusException>(() => Manifest.ReadAll("{apiVersion: x/v1, kind: Widget}")).Message.ShouldBe("no matches for kind \"Widget\" in version \"x/v1\"");

    private static DecodedBody Read(byte[] yaml, FieldValidation validation)
    {
        var json = Yaml.ToJson(yaml, out var duplicates);
        return BodyReader.Read(typeof(ConfigMap), json, validation, duplicates);
    }
}
