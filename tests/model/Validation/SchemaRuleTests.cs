using System.Text.Json;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Tests.Model;

public sealed class SchemaRuleTests
{
    [Theory]
    // What has not changed is not judged again, but by rules that compare.
    [InlineData("""{"rule":"self.n > 5","message":"too small"}""", """{"n":1}""", null, "spec: Invalid value: \"object\": too small")]
    [InlineData("""{"rule":"self.n > 5"}""", """{"n":1}""", """{"n":1}""", null)]
    [InlineData("""{"rule":"self.n > 5"}""", """{"n":2}""", """{"n":1}""", "spec: Invalid value: \"object\": failed rule: self.n > 5")]
    [InlineData("""{"rule":"self.n > oldSelf.n"}""", """{"n":1}""", """{"n":1}""", "spec: Invalid value: \"object\": failed rule: self.n > oldSelf.n")]
    [InlineData("""{"rule":"self.n > oldSelf.n"}""", """{"n":1}""", null, null)]
    // With an optional one, the comparison is made on a creation too.
    [InlineData("""{"rule":"oldSelf.hasValue() || self.n == 0","optionalOldSelf":true}""", """{"n":1}""", null, "spec: Invalid value: \"object\": failed rule: oldSelf.hasValue() || self.n == 0")]
    [InlineData("""{"rule":"self.n >= oldSelf.?n.orValue(0)","optionalOldSelf":true}""", """{"n":1}""", """{"n":2}""", "spec: Invalid value: \"object\": failed rule: self.n >= oldSelf.?n.orValue(0)")]
    [InlineData("""{"rule":"self.m == 1"}""", """{"n":1}""", null, "spec: Invalid value: \"object\": no such key: m evaluating rule: self.m == 1")]
    [InlineData("""{"rule":"self.port + 1 > 0"}""", """{"port":"x"}""", null, "spec: Invalid value: \"object\": 'no such overload': call arguments did not match a supported operator, function or macro signature for rule: self.port + 1 > 0")]
    [InlineData("""{"rule":"self.n == 0","messageExpression":"'not ' + string(self.n)","reason":"FieldValueForbidden","fieldPath":".n"}""", """{"n":1}""", null, "spec.n: Forbidden: not 1")]
    [InlineData("""{"rule":"self.list.all(a, self.list.all(b, self.list.all(c, a + b + c >= 0)))","message":"long"}""", """{"list":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50,51,52,53,54,55,56,57,58,59,60]}""", null,
        "spec: Invalid value: \"object\": 'operation cancelled: actual cost limit exceeded': no further validation rules will be run due to call cost exceeds limit for rule: long")]
    public void Objects_keep_the_rules(string rule, string value, string? old, string? error)
    {
        var schema = new JsonSchema(Schema("""{"type":"object","properties":{"spec":{"type":"object","x-kubernetes-validations":[RULE],"properties":{"n":{"type":"integer"},"m":{"type":"integer"},"port":{"x-kubernetes-int-or-string":true},"list":{"type":"array","items":{"type":"integer"}}}}}}""".Replace("RULE", rule)));

        var errors = SchemaRules.Check(schema, Json($$"""{"spec":{{value}}}"""), old is null ? null : Json($$"""{"spec":{{old}}}"""));

        string.Join("; ", errors).ShouldBe(error ?? "");
    }

    [Theory]
    [InlineData("""{"n":9,"s":"ab"}""", "<nil>: Invalid value: \"object\": n is too large")]
    [InlineData("""{"n":9,"s":"x"}""", "s: Invalid value: \"x\": s in body should be at least 2 chars long; <nil>: Invalid value: \"object\": n is too large")]
    [InlineData("""{"n":9,"s":"abcd"}""", "s: Too long: may not be more than 3 bytes; <nil>: Invalid value: \"null\": some validation rules were not checked because the object was invalid; correct the existing errors to complete validation")]
    [InlineData("""{"n":9,"s":1}""", "s: Invalid value: \"integer\": s in body must be of type string: \"integer\"; <nil>: Invalid value: \"null\": some validation rules were not checked because the object was invalid; correct the existing errors to complete validation")]
    [InlineData("""{"n":9,"d":"x"}""", "d: Invalid value: \"x\": d in body must be of type date-time: \"x\"; <nil>: Invalid value: \"null\": some validation rules were not checked because the object was invalid; correct the existing errors to complete validation")]
    public void Rules_are_checked_beside_the_schema_unless_the_object_is_none_that_they_are_for(string value, string errors)
    {
        var schema = new JsonSchema(Schema("""
            {"type":"object","x-kubernetes-validations":[{"rule":"self.n < 5","message":"n is too large"}],
             "properties":{"n":{"type":"integer"},"s":{"type":"string","minLength":2,"maxLength":3},"d":{"type":"string","format":"date-time"}}}
            """));

        var against = SchemaValidation.Of(Json(value), schema);

        string.Join("; ", against.Count == 0 ? SchemaRules.Check(schema, Json(value), null) : SchemaRules.Beside(against, schema, Json(value), null)).ShouldBe(errors);
    }

    [Theory]
    // Entries of a list without keys cannot be found in the old one, but are what they were when the list is.
    [InlineData("""{"n":2,"list":["a"]}""", "", "list[0]: Invalid value: \"string\": failed rule: self.size() > 2")]
    [InlineData("""{"n":2,"list":["a","b"]}""", "list[0]: Invalid value: \"string\": failed rule: self.size() > 2; list[1]: Invalid value: \"string\": failed rule: self.size() > 2", "")]
    [InlineData("""{"n":1,"list":["a"]}""", "", "list[0]: Invalid value: \"string\": failed rule: self.size() > 2")]
    public void What_has_not_changed_is_only_warned_of(string value, string errors, string warnings)
    {
        var schema = new JsonSchema(Schema("""
            {"type":"object","properties":{"n":{"type":"integer"},"list":{"type":"array","items":{"type":"string","x-kubernetes-validations":[{"rule":"self.size() > 2"}]}}}}
            """));
        var old = Json("""{"n":1,"list":["a"]}""");

        string.Join("; ", SchemaRules.Check(schema, Json(value), old)).ShouldBe(errors);
        string.Join("; ", SchemaRules.Warnings(schema, Json(value), old)).ShouldBe(warnings);
    }

    [Fact]
    public void A_rule_that_has_no_value_is_an_error_though_nothing_has_changed()
    {
        var schema = new JsonSchema(Schema("""{"type":"object","properties":{"n":{"type":"integer"},"m":{"type":"integer"}},"x-kubernetes-validations":[{"rule":"self.m == 1"},{"rule":"self.n > 5"}]}"""));
        var value = Json("""{"n":1}""");

        string.Join("; ", SchemaRules.Check(schema, value, value)).ShouldBe("<nil>: Invalid value: \"object\": no such key: m evaluating rule: self.m == 1");
        string.Join("; ", SchemaRules.Warnings(schema, value, value)).ShouldBe("<nil>: Invalid value: \"object\": failed rule: self.n > 5");
    }

    [Theory]
    [InlineData(10, "root: n")]
    [InlineData(300, "no further validation rules will be run due to call cost exceeds limit for messageExpression: \"self.list.all(a, self.list.all(b, self.list.all(c, true))) ? 'root: n' : ''\"")]
    public void A_message_is_paid_for(int count, string message)
    {
        var schema = new JsonSchema(Schema("""
            {"type":"object","x-kubernetes-validations":[{"rule":"false","messageExpression":"self.list.all(a, self.list.all(b, self.list.all(c, true))) ? 'root: n' : ''"}],
             "properties":{"list":{"type":"array","items":{"type":"integer"}}}}
            """));

        SchemaRules.Check(schema, Json($$"""{"list":[{{string.Join(',', Enumerable.Repeat(1, count))}}]}"""), null).ShouldHaveSingleItem().ToString()
            .ShouldBe($"<nil>: Invalid value: \"object\": {message}");
    }

    [Fact]
    public void Once_rules_have_cost_too_much_no_other_is_asked()
    {
        var schema = new JsonSchema(Schema("""
            {"type":"object","x-kubernetes-validations":[{"rule":"self.list.all(a, self.list.all(b, self.list.all(c, self.list.all(d, a + b + c + d >= 0))))","message":"long"},{"rule":"false"}],
             "properties":{"list":{"type":"array","items":{"type":"integer","x-kubernetes-validations":[{"rule":"self > 10"}]}}}}
            """));

        SchemaRules.Check(schema, Json($$"""{"list":[{{string.Join(',', Enumerable.Repeat(1, 100))}}]}"""), null).ShouldHaveSingleItem().Body
            .ShouldEndWith("no further validation rules will be run due to call cost exceeds limit for rule: long");
    }

    [Fact]
    public void Entries_of_a_list_with_keys_are_compared_with_what_they_were()
    {
        var schema = new JsonSchema(Schema("""
            {"type":"object","properties":{"list":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],
              "items":{"type":"object","x-kubernetes-validations":[{"rule":"self.v >= oldSelf.v"}],"properties":{"k":{"type":"string"},"v":{"type":"integer"}}}}}}
            """));

        var errors = SchemaRules.Check(schema, Json("""{"list":[{"k":"new","v":0},{"k":"b","v":1},{"k":"a","v":1}]}"""), Json("""{"list":[{"k":"a","v":2},{"k":"b","v":1}]}"""));

        errors.ShouldHaveSingleItem().ToString().ShouldBe("list[2]: Invalid value: \"object\": failed rule: self.v >= oldSelf.v");
    }

    [Theory]
    [InlineData("\"items\":{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}", "self.all(a, a.all(b, self.all(c, c.all(d, d == b))))", "estimated rule cost exceeds budget by factor of more than 100x (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)")]
    [InlineData("\"items\":{\"type\":\"integer\"}", "self.all(a, self.all(b, a == b))", "estimated rule cost exceeds budget by factor of more than 100x")]
    [InlineData("\"maxItems\":100,\"items\":{\"type\":\"integer\"}", "self.all(a, self.all(b, a == b))", null)]
    [InlineData("\"items\":{\"type\":\"integer\"}", "self.all(a, a > 0)", null)]
    [InlineData("\"items\":{\"type\":\"string\"}", "self.all(a, a.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$'))", "estimated rule cost exceeds budget by factor of more than 100x")]
    [InlineData("\"maxItems\":64,\"items\":{\"type\":\"string\",\"maxLength\":253}", "self.all(a, a.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$'))", null)]
    public void Rules_that_can_cost_too_much_are_refused(string list, string rule, string? error)
    {
        var errors = new FieldErrors();
        SchemaRuleValidation.Validate(Schema("""{"type":"object","properties":{"list":{"type":"array","x-kubernetes-validations":[{"rule":"RULE"}],LIST}}}""".Replace("RULE", rule).Replace("LIST", list)), "root", errors);

        if (error is null) errors.ShouldBeEmpty();
        else errors[0].ToString().ShouldStartWith($"root.properties[list].x-kubernetes-validations[0].rule: Forbidden: {error}");
    }

    [Theory]
    [InlineData("""{"s":{"type":"string"}}""", "self.s.split(',').all(x, x.size() < 5)", "2.0x")]
    [InlineData("""{"s":{"type":"string"}}""", "format.dns1123Label().validate(self.s).hasValue()", "1.006634x")]
    [InlineData("""{"l":{"type":"array","items":{"type":"string"}}}""", "self.l.join(',') == 'a'", "more than 100x")]
    [InlineData("""{"l":{"type":"array","items":{"type":"string"}}}""", "sets.equivalent(self.l, self.l)", "more than 100x")]
    [InlineData("""{"l":{"type":"array","items":{"type":"string"}}}""", "sets.contains(self.l, ['a'])", null)]
    [InlineData("""{"s":{"type":"string"}}""", "self.s.replace('a','b').size() < 5", null)]
    public void Functions_cost_what_Kubernetes_estimates(string fields, string rule, string? factor)
    {
        var errors = new FieldErrors();
        SchemaRuleValidation.Validate(Schema("""{"type":"object","properties":FIELDS,"x-kubernetes-validations":[{"rule":"RULE"}]}""".Replace("FIELDS", fields).Replace("RULE", rule)), "root", errors);

        if (factor is null) errors.ShouldBeEmpty();
        else errors[0].ToString().ShouldStartWith($"root.x-kubernetes-validations[0].rule: Forbidden: estimated rule cost exceeds budget by factor of {factor} (try");
    }

    [Fact]
    public void A_rule_counts_for_each_entry_of_a_map_and_its_message_once()
    {
        var errors = new FieldErrors();
        SchemaRuleValidation.Validate(Schema("""
            {"type":"object","properties":{
              "m":{"type":"object","additionalProperties":{"type":"object","properties":{"l":{"type":"array","maxItems":3,"items":{"type":"string","maxLength":3}}},
                "x-kubernetes-validations":[{"rule":"self.l.all(x,x.size()<3)"}]}},
              "l":{"type":"array","items":{"type":"string","x-kubernetes-validations":[{"rule":"true","messageExpression":"self.matches('a*') ? 'a' : 'b'"}]}}}}
            """), "root", errors);

        errors.Where(static e => e.ToString().Contains("estimated", StringComparison.Ordinal) && e.ToString().Contains("factor", StringComparison.Ordinal)).Select(static e => e.ToString()).ShouldBe([
            "root.properties[m].additionalProperties.x-kubernetes-validations[0].rule: Forbidden: estimated rule cost exceeds budget by factor of 2.2x "
            + "(try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)",
        ]);
    }

    [Fact]
    public void Rules_count_as_often_as_their_values_can_be_there()
    {
        var errors = new FieldErrors();
        SchemaRuleValidation.Validate(Schema("""
            {"type":"object","properties":{"list":{"type":"array","items":{"type":"string","x-kubernetes-validations":[{"rule":"self.contains('a') && self.contains('b')"}]}}}}
            """), "root", errors);

        errors.Select(static e => e.Field).ShouldContain("root.properties[list].items.x-kubernetes-validations[0].rule");
    }

    private static JSONSchemaProps Schema(string json) => JsonSerializer.Deserialize<JSONSchemaProps>(json, KubeJson.Options)!;

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;
}
