using System.Text.Json;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Json;

namespace Orleans.Kube.Model.Tests.Validation;

/// <summary>What a real API server of 1.33 answers to definitions; <c>ROOT</c> and <c>B</c> stand for where the schema and its property are.</summary>
public sealed class DefinitionSchemaTests
{
    [Theory]
    [InlineData("""{}""", "B.type: Required value: must not be empty for specified object fields")]
    [InlineData("""{"type":"x"}""", "B.type: Unsupported value: \"x\": supported values: \"array\", \"boolean\", \"integer\", \"number\", \"object\", \"string\"")]
    [InlineData("""{"type":"array"}""", "B.items: Required value: must be specified")]
    [InlineData("""{"type":"array","items":{}}""", "B.items.type: Required value: must not be empty for specified array items")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":{"type":"string"}}""", "B.additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive")]
    [InlineData("""{"type":"object","additionalProperties":false}""", "")]
    [InlineData("""{"type":"string","x-kubernetes-int-or-string":true}""", "")]
    [InlineData("""{"x-kubernetes-int-or-string":true,"anyOf":[{"type":"integer"},{"type":"string"}]}""", "")]
    [InlineData("""{"x-kubernetes-int-or-string":true,"allOf":[{"anyOf":[{"type":"integer"},{"type":"string"}]},{"minimum":1}]}""", "")]
    [InlineData("""{"x-kubernetes-int-or-string":true,"anyOf":[{"type":"string"},{"type":"integer"}]}""", "B.anyOf[0].type: Forbidden: must be empty to be structural|B.anyOf[1].type: Forbidden: must be empty to be structural")]
    [InlineData("""{"type":"object","anyOf":[{"properties":{"z":{"minimum":1}}}]}""", "")]
    [InlineData("""{"type":"object","oneOf":[{"title":"t","x-kubernetes-list-type":"set"}]}""", "B.oneOf[0].title: Forbidden: must be empty to be structural|B.oneOf[0].x-kubernetes-list-type: Forbidden: must be undefined to be structural|B.oneOf[0].type: Required value: must be array if x-kubernetes-list-type is specified")]
    [InlineData("""{"type":"string","x-kubernetes-embedded-resource":true}""", "B.properties: Required value: must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields|B.type: Invalid value: \"string\": must be object if x-kubernetes-embedded-resource is true")]
    public void Values_are_described(string schema, string expected) => Refusals(Property(schema)).ShouldBe(expected);

    [Theory]
    [InlineData("""{"type":"object"}""", "set", "", "B.items.x-kubernetes-map-type: Invalid value: \"null\": must be atomic as item of a list with x-kubernetes-list-type=set")]
    [InlineData("""{"type":"object","x-kubernetes-map-type":"atomic"}""", "set", "", "")]
    [InlineData("""{"type":"string"}""", "x", "", "B.x-kubernetes-list-type: Unsupported value: \"x\": supported values: \"atomic\", \"set\", \"map\"")]
    [InlineData("""{"type":"string"}""", "set", "a", "B.x-kubernetes-list-type: Invalid value: \"set\": must be map if x-kubernetes-list-map-keys is non-empty")]
    [InlineData("""{"type":"string"}""", "map", "a", "B.items.type: Invalid value: \"string\": must be object if parent array's x-kubernetes-list-type is map")]
    [InlineData("""{"type":"object"}""", "map", "a", "B.x-kubernetes-list-map-keys: Invalid value: []string{\"a\"}: entries must all be names of item properties")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}}}""", "map", "a", "B.items.properties[a].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property")]
    [InlineData("""{"type":"object","required":["a"],"properties":{"a":{"type":"object"}}}""", "map", "a", "B.items.properties[a].type: Invalid value: \"object\": must be a scalar type if parent array's x-kubernetes-list-type is map")]
    [InlineData("""{"type":"object","required":["a"],"properties":{"a":{"type":"string","nullable":true}}}""", "map", "a", "B.items.properties[a].nullable: Forbidden: this property is in x-kubernetes-list-map-keys, so it cannot be nullable")]
    [InlineData("""{"type":"object","required":["a"],"nullable":true,"properties":{"a":{"type":"string"}}}""", "map", "a", "B.items.nullable: Forbidden: cannot be nullable when x-kubernetes-list-type is map")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","default":"x"}}}""", "map", "a", "")]
    public void Lists_say_what_their_items_are_told_apart_by(string item, string type, string key, string expected)
    {
        var keys = key.Length == 0 ? "" : $",\"x-kubernetes-list-map-keys\":[\"{key}\"]";
        Refusals(Property($$"""{"type":"array","items":{{item}},"x-kubernetes-list-type":"{{type}}"{{keys}}}""")).ShouldBe(expected);
    }

    [Theory]
    [InlineData("""{"type":"string","default":1}""", "B.default: Invalid value: \"integer\":  in body must be of type string: \"integer\"")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"default":{"b":"x"}}""", "B.default: Invalid value: map[string]interface {}{\"b\":\"x\"}: must not have unknown fields")]
    [InlineData("""{"type":"integer","maximum":"5","default":7}""", "B.maximum: Invalid value: \"5\": must be a number")]
    [InlineData("""{"type":"object","default":{"a":1},"properties":{"a":{"type":"integer"}}}""", "")]
    public void Defaults_are_values_of_their_schema(string schema, string expected) => Refusals(Property(schema)).ShouldBe(expected);

    [Theory]
    [InlineData("""{"rule":"  "}""", "B.x-kubernetes-validations[0].rule: Required value: rule is not specified")]
    [InlineData("""{"rule":"true","fieldPath":".zz"}""", "B.x-kubernetes-validations[0].fieldPath: Invalid value: \".zz\": fieldPath must be a valid path")]
    [InlineData("""{"rule":"true","fieldPath":".a\n"}""", "B.x-kubernetes-validations[0].fieldPath: Invalid value: \".a\\n\": fieldPath must not contain line breaks|B.x-kubernetes-validations[0].fieldPath: Invalid value: \".a\\n\": fieldPath must be a valid path")]
    [InlineData("""{"rule":"self.a == 'x'","fieldPath":".a","reason":"FieldValueForbidden"}""", "")]
    public void Rules_are_whole(string rule, string expected) => Refusals(Property("""{"type":"object","properties":{"a":{"type":"string","maxLength":5}},"x-kubernetes-validations":[RULE]}""".Replace("RULE", rule))).ShouldBe(expected);

    [Theory]
    [InlineData("\"required\":[\"spec\"],\"title\":\"t\",\"x-kubernetes-preserve-unknown-fields\":true", "")]
    [InlineData("\"anyOf\":[{\"required\":[\"spec\"]}]", "only [Description Type")]
    [InlineData("\"minProperties\":1", "only [Description Type")]
    [InlineData("\"x-kubernetes-map-type\":\"atomic\"", "only [Description Type")]
    public void Where_a_status_is_written_apart_the_root_says_nothing_of_whole_objects(string more, string expected)
    {
        var schema = """{"type":"object",MORE,"properties":{"spec":{"type":"object"}}}""".Replace("MORE", more);
        Refusals(Definition(schema)).ShouldBe("");
        var refusal = Refusals(Definition(schema, "\"subresources\":{\"status\":{}},"));
        if (expected.Length == 0) refusal.ShouldBe("");
        else refusal.ShouldContain(expected);
    }

    [Theory]
    [InlineData("""{"metadata":{"type":"object","properties":{"name":{"type":"string","pattern":"^a"}}}}""", "")]
    [InlineData("""{"metadata":{"type":"object","required":["name"]}}""", "ROOT.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified")]
    [InlineData("""{"metadata":{"type":"object","default":{}}}""", "ROOT.properties[metadata].default: Forbidden: must not be set in top-level metadata")]
    [InlineData("""{"apiVersion":{"type":"integer"}}""", "ROOT.properties[apiVersion].type: Invalid value: \"integer\": must be string")]
    [InlineData("""{"kind":{"type":"string","default":"x"}}""", "ROOT.properties[kind].default: Forbidden: must not be set in top-level kind")]
    public void Metadata_is_the_servers(string properties, string expected) => Refusals(Definition("""{"type":"object","properties":PROPERTIES}""".Replace("PROPERTIES", properties))).ShouldBe(expected);

    [Theory]
    [InlineData("\"id\":\"x\"", "ROOT.id: Forbidden: id is not supported")]
    [InlineData("\"additionalItems\":true", "ROOT.additionalItems: Forbidden: additionalItems is not supported")]
    [InlineData("\"$schema\":\"http://x\"", "ROOT: Invalid value: \"\": OpenAPIV3Schema 'schema' is not supported")]
    [InlineData("\"additionalProperties\":true", "ROOT.additionalProperties: Forbidden: must not be used at the root")]
    [InlineData("\"anyOf\":[{\"properties\":{\"z\":{\"minimum\":1}}}]", "ROOT.properties[z]: Required value: because it is defined in ROOT.anyOf[0].properties[z]")]
    public void Some_of_JSON_schema_is_not_for_definitions(string more, string expected) => Refusals(Definition($$"""{"type":"object",{{more}}}""")).ShouldBe(expected);

    [Theory]
    [InlineData("\"deprecated\":true,\"deprecationWarning\":\"\",", "spec.versions[0].deprecationWarning: Invalid value: \"\": must not be an empty string")]
    [InlineData("\"deprecated\":true,\"deprecationWarning\":\"a\\nb\",", "spec.versions[0].deprecationWarning: Invalid value: \"a\\nb\": must only contain printable UTF-8 characters; non-printable character found at index 1")]
    [InlineData("\"deprecated\":true,\"deprecationWarning\":\"use v2\",", "")]
    [InlineData("\"subresources\":{\"scale\":{\"specReplicasPath\":\".spec.a[0]\",\"statusReplicasPath\":\"status.x\",\"labelSelectorPath\":\".x\"}},", "spec.subresources.scale.statusReplicasPath: Invalid value: \"status.x\": must be a simple json path starting with .|spec.subresources.scale.labelSelectorPath: Invalid value: \".x\": should be a json path under either .spec or .status")]
    [InlineData("\"additionalPrinterColumns\":[{\"name\":\"a\",\"type\":\"string\",\"jsonPath\":\".a[\"}],", "")]
    [InlineData("\"additionalPrinterColumns\":[{\"name\":\"a\",\"type\":\"string\",\"jsonPath\":\"{.a}\"}],", "spec.additionalPrinterColumns[0].JSONPath: Invalid value: \"{.a}\": must be a simple json path starting with .")]
    public void Versions_are_checked(string version, string expected) => Refusals(Definition("""{"type":"object"}""", version)).ShouldBe(expected);

    [Fact]
    public void What_is_stored_stays_writable_as_long_as_its_spec_is_not_touched()
    {
        var kind = ResourceRegistry.BuiltIn.Of<CustomResourceDefinition>();
        var old = JsonSerializer.Deserialize<CustomResourceDefinition>(Property("{}"), KubeJson.Options)!;

        kind.ValidateUpdate(old with { Metadata = old.Metadata with { Finalizers = [] } }, old).ShouldBeEmpty();
        kind.ValidateUpdate(old with { Spec = old.Spec with { Scope = "Namespaced" } }, old).ShouldNotBeEmpty();
    }

    private static string Property(string schema) => Definition("""{"type":"object","properties":{"spec":{"type":"object","properties":{"b":SCHEMA}}}}""".Replace("SCHEMA", schema));

    private static string Definition(string schema, string version = "") =>
        """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"things.example.com"},"status":{"storedVersions":["v1"]},
         "spec":{"group":"example.com","scope":"Cluster","names":{"plural":"things","singular":"thing","kind":"Thing","listKind":"ThingList"},
          "versions":[{"name":"v1","served":true,"storage":true,VERSION"schema":{"openAPIV3Schema":SCHEMA}}]}}
        """.Replace("VERSION", version).Replace("SCHEMA", schema);

    private static string Refusals(string definition) => string.Join('|', ResourceRegistry.BuiltIn.Of<CustomResourceDefinition>()
        .ValidateCreate(JsonSerializer.Deserialize<CustomResourceDefinition>(definition, KubeJson.Options)!)
        .Select(static e => e.ToString().Replace("spec.validation.openAPIV3Schema.properties[spec].properties[b]", "B").Replace("spec.validation.openAPIV3Schema", "ROOT")));
}
