using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Ownership;

namespace Orleans.Kube.Model.Tests.ApiExtensions;

public sealed class SchemaTests
{
    private const string Schema = """
        {"type":"object","properties":{
          "a":{"type":"object","properties":{"x":{"type":"integer","default":1},"y":{"type":"string","nullable":true,"default":"d"},"z":{"type":"string"}}},
          "free":{"type":"object","x-kubernetes-preserve-unknown-fields":true,"properties":{"in":{"type":"object","properties":{"p":{"type":"string"}}}}},
          "map":{"type":"object","additionalProperties":{"type":"object","properties":{"k":{"type":"string","default":"v"}}}},
          "list":{"type":"array","items":{"type":"object","properties":{"n":{"type":"string"}}}},
          "object":{"type":"object","x-kubernetes-embedded-resource":true,"x-kubernetes-preserve-unknown-fields":true}}}
        """;

    private static readonly JsonSchema Compiled = new(JsonSerializer.Deserialize<JSONSchemaProps>(Schema, KubeJson.Options)!);

    [Theory]
    [InlineData("""{"a":{"x":1,"q":2},"b":3}""", """{"a":{"x":1}}""", "a.q,b")]
    [InlineData("""{"free":{"any":{"thing":1},"in":{"p":"1","q":2}}}""", """{"free":{"any":{"thing":1},"in":{"p":"1"}}}""", "free.in.q")]
    [InlineData("""{"map":{"m":{"k":"1","q":2}}}""", """{"map":{"m":{"k":"1"}}}""", "map.m.q")]
    [InlineData("""{"list":[{"n":"1"},{"q":1}]}""", """{"list":[{"n":"1"},{}]}""", "list[1].q")]
    [InlineData("""{"object":{"apiVersion":"v1","kind":"K","metadata":{"name":"a"},"spec":{"x":1}}}""", """{"object":{"apiVersion":"v1","kind":"K","metadata":{"name":"a"},"spec":{"x":1}}}""", "")]
    [InlineData("""{"object":{"apiVersion":"v1","kind":"K","metadata":{"name":"a","labels":{"l":"m"},"colour":1,"ownerReferences":[{"name":"o","x":2}]}}}""",
        """{"object":{"apiVersion":"v1","kind":"K","metadata":{"name":"a","labels":{"l":"m"},"ownerReferences":[{"name":"o"}]}}}""", "object.metadata.colour,object.metadata.ownerReferences[0].x")]
    public void What_the_schema_does_not_know_is_pruned(string given, string kept, string removed)
    {
        var tree = JsonNode.Parse(given)!.AsObject();
        string.Join(',', SchemaPruning.Prune(tree, Compiled)).ShouldBe(removed);
        tree.ToJsonString().ShouldBe(kept);
    }

    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("""{"a":{}}""", """{"a":{"x":1,"y":"d"}}""")]
    [InlineData("""{"a":{"x":null,"y":null,"z":null}}""", """{"a":{"x":1,"y":null}}""")]
    [InlineData("""{"map":{"m":{}}}""", """{"map":{"m":{"k":"v"}}}""")]
    public void Defaults_are_filled_in_and_nulls_without_meaning_go(string given, string completed)
    {
        var tree = JsonNode.Parse(given)!.AsObject();
        SchemaDefaults.Apply(tree, Compiled).ShouldBe(given != completed);
        JsonNode.DeepEquals(tree, JsonNode.Parse(completed)).ShouldBeTrue(tree.ToJsonString());
        SchemaDefaults.Apply(tree, Compiled).ShouldBeFalse();
    }

    [Theory]
    [InlineData("date", "2024-02-29", true)]
    [InlineData("date", "2023-02-29", false)]
    [InlineData("date-time", "2024-01-01T00:00:00Z", true)]
    [InlineData("date-time", "2024-01-01", false)]
    [InlineData("ipv4", "10.0.0.1", true)]
    [InlineData("ipv4", "10.1", false)]
    [InlineData("ipv6", "fe80::1", true)]
    [InlineData("cidr", "10.0.0.0/8", true)]
    [InlineData("email", "a@b.c", true)]
    [InlineData("hostname", "a-b.example", true)]
    [InlineData("hostname", "-a", false)]
    [InlineData("uri", "https://a/b", true)]
    [InlineData("uuid", "550e8400-e29b-41d4-a716-446655440000", true)]
    [InlineData("uuid4", "550e8400-e29b-11d4-a716-446655440000", false)]
    [InlineData("byte", "aGk=", true)]
    [InlineData("byte", "?", false)]
    [InlineData("duration", "1h30m", true)]
    [InlineData("duration", "soon", false)]
    [InlineData("unheard-of", "x", true)]
    public void Formats_are_checked(string format, string text, bool matches) => SchemaFormats.Matches(format, text).ShouldBe(matches);

    [Theory]
    [InlineData("""{"anyOf":[{"minimum":5},{"maximum":1}],"type":"integer"}""", "3", "\"\" must validate at least one schema (anyOf)")]
    [InlineData("""{"oneOf":[{"minimum":1},{"maximum":5}],"type":"integer"}""", "3", "\"\" must validate one and only one schema (oneOf). Found 2 valid alternatives")]
    [InlineData("""{"not":{"minimum":1},"type":"integer"}""", "3", "\"\" must not validate the schema (not)")]
    [InlineData("""{"multipleOf":2,"type":"integer"}""", "3", " in body should be a multiple of 2")]
    [InlineData("""{"exclusiveMaximum":true,"maximum":3,"type":"integer"}""", "3", " in body should be less than 3")]
    [InlineData("""{"type":"array","minItems":2,"items":{"type":"string"}}""", "[\"a\"]", " in body should have at least 2 items")]
    [InlineData("""{"type":"number"}""", "1.5", "")]
    [InlineData("""{"type":"integer"}""", "1.0", "")]
    public void Values_are_checked_in_the_words_of_kubernetes(string schema, string value, string message)
    {
        using var document = JsonDocument.Parse(value);
        var errors = SchemaValidation.Of(document.RootElement, new JsonSchema(JsonSerializer.Deserialize<JSONSchemaProps>(schema, KubeJson.Options)!));
        string.Join('\n', errors.Select(static e => e.Body[(e.Body.IndexOf(": ", e.Body.IndexOf(": ", StringComparison.Ordinal) + 1, StringComparison.Ordinal) + 2)..])).ShouldBe(message);
    }

    [Theory]
    [InlineData("""{"a":9,"b":1}""", """{"a":9,"b":2}""", "")]
    [InlineData("""{"a":9,"b":1}""", """{"a":8,"b":1}""", "a")]
    [InlineData("""{"a":9}""", """{"a":9}""", "")]
    [InlineData("""{"b":1}""", """{"a":9,"b":1}""", "a")]
    [InlineData("""{"free":[9]}""", """{"free":[9,1]}""", "free[0]")]
    [InlineData("""{"keyed":[{"k":"x","a":9},{"k":"y","a":9}]}""", """{"keyed":[{"k":"y","a":8},{"k":"x","a":9}]}""", "keyed[0].a")]
    [InlineData("""{"set":["x","x"]}""", """{"set":["x","x"]}""", "set[1]")]
    [InlineData("""{"any":9,"b":1}""", """{"any":9,"b":2}""", "")]
    [InlineData("""{"any":9}""", """{"any":8}""", "any")]
    [InlineData("""{"map":{"x":9}}""", """{"map":{"x":9,"y":9}}""", "map.y")]
    [InlineData("""{"needs":{"a":1}}""", """{"needs":{"a":1},"b":1}""", "")]
    [InlineData("""{"needs":{"a":1}}""", """{"needs":{"a":2}}""", "needs.b")]
    public void What_has_not_changed_may_stay_against_the_schema(string before, string after, string errors)
    {
        var written = """
            {"type":"object","properties":{"a":SMALL,"b":{"type":"integer"},"free":{"type":"array","items":SMALL},"map":{"type":"object","additionalProperties":SMALL},
             "keyed":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],"items":{"type":"object","properties":{"k":{"type":"string"},"a":SMALL}}},
             "set":{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"}},"any":{"type":"integer","anyOf":[{"maximum":5},{"minimum":100}]},
             "needs":{"type":"object","required":["b"],"properties":{"a":{"type":"integer"},"b":{"type":"integer"}}}}}
            """.Replace("SMALL", """{"type":"integer","maximum":5}""", StringComparison.Ordinal);
        var schema = new JsonSchema(JsonSerializer.Deserialize<JSONSchemaProps>(written, KubeJson.Options)!);
        using var old = JsonDocument.Parse(before);
        using var value = JsonDocument.Parse(after);

        string.Join(' ', SchemaValidation.Of(value.RootElement, schema, old.RootElement).Select(static e => e.Field)).ShouldBe(errors);
    }

    [Theory]
    [InlineData("{}", "apiVersion: Required value: must not be empty; kind: Required value: must not be empty")]
    [InlineData("""{"apiVersion":"v1","kind":"Pod"}""", "")]
    [InlineData("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a b","labels":{"x":"y"}}}""", "")]
    [InlineData("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a/b"}}""", "metadata.name: Invalid value: \"a/b\": may not contain '/'")]
    [InlineData("""{"apiVersion":"a/b/c","kind":"Pod","metadata":{"namespace":"x"}}""", "apiVersion: Invalid value: \"a/b/c\": unexpected GroupVersion string: a/b/c")]
    public void Embedded_objects_say_what_they_are_and_have_good_metadata(string value, string errors)
    {
        using var document = JsonDocument.Parse(value);
        var schema = new JsonSchema(JsonSerializer.Deserialize<JSONSchemaProps>("""{"type":"object","x-kubernetes-embedded-resource":true,"x-kubernetes-preserve-unknown-fields":true}""", KubeJson.Options)!);

        string.Join("; ", SchemaValidation.Of(document.RootElement, schema)).ShouldBe(errors);
    }

    [Theory]
    [InlineData("""["a","a","a","b","b"]""", "[1]: Duplicate value: \"a\"; [4]: Duplicate value: \"b\"")]
    [InlineData("""["a","b"]""", "")]
    public void An_entry_of_a_set_that_comes_again_is_told_once(string value, string errors)
    {
        using var document = JsonDocument.Parse(value);
        var schema = new JsonSchema(JsonSerializer.Deserialize<JSONSchemaProps>("""{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"}}""", KubeJson.Options)!);

        string.Join("; ", SchemaValidation.Of(document.RootElement, schema)).ShouldBe(errors);
    }

    [Theory]
    [InlineData("v10,v2,v1,v11beta2,v10beta3,v3beta1,v12alpha1,v11alpha2,foo1,foo10")]
    public void Versions_are_preferred_as_kubernetes_does(string expected)
    {
        var versions = expected.Split(',').Reverse().ToList();
        versions.Sort(VersionPriority.Order);
        string.Join(',', versions).ShouldBe(expected);
    }

    /// <summary>Whoever writes an object owns exactly the fields that it has; one that is written again is owned by nobody else.</summary>
    [Fact]
    public void Ownership_of_free_form_fields_is_that_of_what_is_there() => Prop.ForAll(Trees().Two().ToArbitrary(), static given =>
    {
        var definition = Definition();
        var (old, value) = (Custom(given.Item1), Custom(given.Item2));
        var created = FieldTracking.Track(null, old, new FieldWriter("one", "g/v1"), default, definition.Compare);
        var changed = FieldTracking.Track(created, value with { Metadata = created.Metadata }, new FieldWriter("two", "g/v1"), default, definition.Compare);
        var again = definition.Compare(changed, value with { Metadata = changed.Metadata });
        var back = definition.Compare(value, old);
        var forth = definition.Compare(old, value);
        return again.IsEmpty && forth.Added.ToString() == back.Removed.ToString() && forth.Modified.ToString() == back.Modified.ToString();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void New_finalizers_without_a_domain_are_warned_of()
    {
        var old = Custom([]) with { Metadata = new() { Name = "a", Finalizers = ["old"] } };
        Definition().Warnings(old with { Metadata = old.Metadata with { Finalizers = ["old", "mine", "x.io/a", "orphan"] } }, old).ShouldBe(
            ["metadata.finalizers: \"mine\": prefer a domain-qualified finalizer name including a path (/) to avoid accidental conflicts with other finalizer writers"]);
    }

    private static CustomObject Custom(JsonObject tree) => (CustomObject)ObjectJson.Read(
        System.Text.Encoding.UTF8.GetBytes(new JsonObject { ["apiVersion"] = "g/v1", ["kind"] = "K", ["metadata"] = new JsonObject { ["name"] = "a" }, ["spec"] = tree.DeepClone() }.ToJsonString()), typeof(CustomObject));

    private static CustomObjectDefinition Definition()
    {
        var version = new CustomResourceDefinitionVersion
        {
            Name = "v1", Served = true, Storage = true,
            Schema = new CustomResourceValidation { OpenAPIV3Schema = new JSONSchemaProps { Type = "object", XPreserveUnknownFields = true } },
        };
        return new CustomObjectDefinition(
            new CustomResourceDefinition { Spec = new CustomResourceDefinitionSpec { Group = "g", Names = new CustomResourceDefinitionNames { Plural = "ks", Kind = "K" }, Versions = [version] } }, version);
    }

    private static Gen<JsonObject> Trees() => Gen.Sized(static size => Objects(Math.Min(size, 3)));

    private static Gen<JsonObject> Objects(int depth) =>
        from names in Gen.Elements("a", "b", "c").ListOf()
        from values in Values(depth).ArrayOf(3)
        select new JsonObject(names.Distinct().Select((n, i) => KeyValuePair.Create(n, values[i % 3]?.DeepClone())));

    private static Gen<JsonNode?> Values(int depth) => depth == 0
        ? Gen.Elements<JsonNode?>(JsonValue.Create(1), JsonValue.Create("x"), JsonValue.Create(true))
        : Gen.OneOf(Values(0), Objects(depth - 1).Select(static JsonNode? (o) => o), Gen.Constant<JsonNode?>(new JsonArray(1, 2)));
}
