using System.Text.Json;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Expressions;
using Orleans.Kube.Model.Expressions.Types;
using Orleans.Kube.Model.Json;

namespace Orleans.Kube.Tests.Model;

public sealed class CheckerTests
{
    private static readonly CelEnvironment Environment = new(new Dictionary<string, CelType>
    {
        ["object"] = SchemaTypes.Of(typeof(Deployment)),
        ["any"] = CelType.Dyn,
        ["authorizer"] = CelEnvironment.Authorizer,
        ["authorizer.requestResource"] = CelEnvironment.RequestResource,
        ["self"] = SchemaTypes.Of(JsonSerializer.Deserialize<JSONSchemaProps>("""
            {"type":"object","properties":{"n":{"type":"integer"},"f":{"type":"number"},"s":{"type":"string"},"t":{"type":"string","format":"date-time"},"a-b":{"type":"string"},
             "port":{"x-kubernetes-int-or-string":true},"m":{"type":"object","additionalProperties":{"type":"integer"}},"free":{"type":"object","x-kubernetes-preserve-unknown-fields":true},
             "l":{"type":"array","items":{"type":"object","properties":{"k":{"type":"string"}}}}}}
            """, KubeJson.Options)!, isRoot: true)!,
    });

    [Theory]
    [InlineData("object.spec.replicas > 1", "bool")]
    [InlineData("object.metadata.labels", "map(string, string)")]
    [InlineData("object.spec.template.spec.containers.map(c, c.image)", "list(string)")]
    [InlineData("object.spec.template.spec.containers.filter(c, has(c.resources))", "list(Container)")]
    [InlineData("object.metadata.creationTimestamp", "timestamp")]
    [InlineData("any.x.y + 1", "int")]
    [InlineData("any.x == 'a' ? 1 : any", "dyn")]
    [InlineData("[]", "list(dyn)")]
    [InlineData("'%s-%d'.format([self.s, self.n])", "string")]
    [InlineData("'%s'.format([[self.s, self.n].size()])", "string")]
    [InlineData("[1, 2].map(i, string(i))", "list(string)")]
    [InlineData("{'a': [1]}", "map(string, list(int))")]
    [InlineData("self.metadata.name + self.kind", "string")]
    [InlineData("self.l.map(e, e.k)", "list(string)")]
    [InlineData("self.port == 1 || self.port == 'http'", "bool")]
    [InlineData("self.m.all(k, self.m[k] > 0)", "bool")]
    [InlineData("self.a__dash__b.size()", "int")]
    [InlineData("self.f + double(self.n)", "double")]
    [InlineData("self.n > self.f", "bool")]
    [InlineData("self.?s.orValue('x')", "string")]
    [InlineData("self.?s", "optional_type(string)")]
    [InlineData("self.t - self.t", "duration")]
    [InlineData("authorizer.requestResource.check('get')", "kubernetes.authorization.Decision")]
    [InlineData("authorizer.group('').resource('pods')", "kubernetes.authorization.ResourceCheck")]
    [InlineData("quantity('1').add(quantity('2'))", "kubernetes.Quantity")]
    [InlineData("cidr('10.0.0.0/8').containsIP('10.0.0.1')", "bool")]
    [InlineData("type(1) == int", "bool")]
    [InlineData("object == null", "bool")]
    [InlineData("self.l.exists_one(x, x.k == 'a')", "bool")]
    [InlineData("dyn([1, 'a'][0])", null)]
    public void Has_a_type(string expression, string? type)
    {
        var check = CelCheck.Of(expression, Environment);
        if (type is null) check.Errors.ShouldNotBeNull();
        else (check.Errors, check.Type.ToString()).ShouldBe((null, type));
    }

    [Theory]
    [InlineData("object.spec.replicas > '1'", 22, "found no matching overload for '_>_' applied to '(int, string)'")]
    [InlineData("object.spec.maxRetries < 10", 12, "undefined field 'maxRetries'")]
    [InlineData("self.z == 42", 5, "undefined field 'z'")]
    [InlineData("self.n.startsWith('a')", 18, "found no matching overload for 'startsWith' applied to 'int.(string)'")]
    [InlineData("self.s + 1", 8, "found no matching overload for '_+_' applied to '(string, int)'")]
    [InlineData("self.s.x", 7, "type 'string' does not support field selection")]
    [InlineData("self.free.x", 10, "undefined field 'x'")]
    [InlineData("nobody == 1", 1, "undeclared reference to 'nobody' (in container '')")]
    [InlineData("nothing(1)", 8, "undeclared reference to 'nothing' (in container '')")]
    [InlineData("[1, 'a']", 5, "expected type 'int' but found 'string'")]
    [InlineData("self.n.all(i, true)", 5, "expression of type 'int' cannot be range of a comprehension (must be list, map, or dynamic)")]
    [InlineData("self.l.all(i, i.k)", 11, "found no matching overload for '_&&_' applied to '(bool, string)'")]
    [InlineData("self.s == null", 8, "found no matching overload for '_==_' applied to '(string, null)'")]
    [InlineData("!self.n", 1, "found no matching overload for '!_' applied to '(int)'")]
    [InlineData("true ? 1 : 'a'", 6, "found no matching overload for '_?_:_' applied to '(bool, int, string)'")]
    [InlineData("[1, 'a'].size() == nobody", 20, "undeclared reference to 'nobody' (in container '')")]
    [InlineData("self.s.matches('[')", 16, "invalid matches argument")]
    [InlineData("timestamp('x') < timestamp('2024-01-01T00:00:00Z')", 11, "invalid timestamp argument")]
    [InlineData("duration('x') < duration('1h')", 10, "invalid duration argument")]
    [InlineData("self.s.reverse()", 15, "undeclared reference to 'reverse' (in container '')")]
    [InlineData("self.l.map(e, e.q)", 16, "undefined field 'q'")]
    public void Has_none(string expression, int column, string message)
    {
        var dots = new string('.', column - 1);
        CelCheck.Of(expression, Environment).Errors.ShouldBe($"ERROR: <input>:1:{column}: {message}\n | {expression}\n | {dots}^");
    }

    [Theory]
    [InlineData("self = 42", "ERROR: <input>:1:6: Syntax error: token recognition error at: '= '\n | self = 42\n | .....^\nERROR: <input>:1:8: Syntax error: extraneous input '42' expecting <EOF>\n | self = 42\n | .......^")]
    [InlineData("a\n  .b ==", "ERROR: <input>:2:8: Syntax error: mismatched input '<EOF>' expecting")]
    [InlineData("(1 + 2", "ERROR: <input>:1:7: Syntax error: missing ')' at '<EOF>'")]
    [InlineData("has(a)", "ERROR: <input>:1:4: invalid argument to has() macro")]
    [InlineData("namespace == 'a'", "ERROR: <input>:1:1: reserved identifier: namespace")]
    [InlineData("[1].all(a.b, true)", "ERROR: <input>:1:10: argument must be a simple name")]
    [InlineData("'abc", "ERROR: <input>:1:1: Syntax error: token recognition error at: ''abc'")]
    [InlineData("9223372036854775808", "ERROR: <input>:1:1: invalid int literal")]
    [InlineData("", "ERROR: <input>:1:1: Syntax error: mismatched input '<EOF>' expecting")]
    public void Cannot_be_read(string expression, string error) => CelExpression.Of(expression).SyntaxError.ShouldNotBeNull().ShouldStartWith(error);

    [Theory]
    [InlineData("name", "name")]
    [InlineData("a-b.c/d__e", "a__dash__b__dot__c__slash__d__underscores__e")]
    [InlineData("namespace", "__namespace__")]
    [InlineData("1a", null)]
    [InlineData("a b", null)]
    public void Names_that_are_no_identifiers_are_escaped(string name, string? escaped)
    {
        FieldNames.Escape(name).ShouldBe(escaped);
        if (escaped is not null && escaped != name) FieldNames.Unescape(escaped).ShouldBe(name);
    }

    [Fact]
    public void Deep_nesting_is_refused() => CelExpression.Of(new string('(', 100_000)).SyntaxError.ShouldNotBeNull().ShouldContain("recursion limit exceeded");
}
