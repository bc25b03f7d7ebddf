using System.Text.Json;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Expressions;
using Orleans.Kube.Model.Json;

namespace Orleans.Kube.Tests.Model;

public sealed class EvaluationTests
{
    private static readonly Dictionary<string, object?> Variables = new()
    {
        ["a"] = CelJson.Of(JsonDocument.Parse("""{"name":"x","n":3,"f":1.5,"list":[1,2,3],"none":null,"labels":{"a.b/c":"v"},"a-b":1,"namespace":"ns"}""").RootElement),
    };

    [Theory]
    // Literals and operators.
    [InlineData("1 + 2 * 3 - 4 / 2 % 3 == 5")]
    [InlineData("-9223372036854775808 < 0 && 0x10 == 16 && 5u + 1u == 6u && 1e3 == 1000.0 && .5 == 0.5")]
    [InlineData("'a' + \"b\" == 'ab' && '''a'b''' == \"a'b\" && r'\\d' == '\\\\d' && '\\u00e9' == 'é' && '\\x41\\101' == 'AA'")]
    [InlineData("b'abc' == bytes('abc') && size(b'\\xff') == 1 && size('é😀') == 2")]
    [InlineData("!false && !!true && --1 == 1 && -(1) == -1")]
    [InlineData("1 == 1.0 && 1u == 1 && 1 < 1.5 && 2u > 1.5 && 'a' < 'b' && false < true && [1] == [1.0] && 1 != 'a'")]
    [InlineData("1 in [1, 2] && !('x' in {'y': 1}) && {'a': 1}['a'] == 1 && [1, 2][1] == 2 && {1: 'x'}[1u] == 'x'")]
    [InlineData("(true ? 1 : 2) == 1 && (false ? 1 : true ? 2 : 3) == 2")]
    // An error on one side gives way to what decides.
    [InlineData("true || 1 / 0 == 1")]
    [InlineData("1 / 0 == 1 || true")]
    [InlineData("!(1 / 0 == 1 && false)")]
    // Fields.
    [InlineData("has(a.name) && !has(a.missing) && a.n == 3 && a.f == 1.5 && a.none == null && has(a.none)")]
    [InlineData("a.labels['a.b/c'] == 'v' && a.a__dash__b == 1 && a.__namespace__ == 'ns' && 'name' in a && size(a) == 8")]
    // Macros.
    [InlineData("a.list.all(i, i > 0) && a.list.exists(i, i == 2) && a.list.exists_one(i, i > 2) && !a.list.all(i, i > 1)")]
    [InlineData("a.list.map(i, i * 2) == [2, 4, 6]")]
    [InlineData("a.list.filter(i, i % 2 == 1) == [1, 3]")]
    [InlineData("a.list.map(i, i > 1, i * i) == [4, 9]")]
    [InlineData("a.labels.all(k, a.labels[k] == 'v') && {'x': 1, 'y': 2}.exists(k, k == 'y') && [[1, 2], [3]].map(l, l.map(i, i + 1)) == [[2, 3], [4]]")]
    [InlineData("[1, 2].exists(i, i / 0 == 1 || i == 2) && a.list.all(i, v, v == i + 1) && {'a': 1}.transformMap(k, v, v + 1) == {'a': 2} && [1, 2].transformList(i, v, i + v) == [1, 3]")]
    // Conversions and types.
    [InlineData("int('12') == 12 && int(1.9) == 1 && uint(3) == 3u && double('1.5') == 1.5 && string(1.0) == '1' && string(2.5) == '2.5' && string(true) == 'true' && bool('t') && int(1u) == 1")]
    [InlineData("type(1) == int && type('a') == string && type([]) == list && type({}) == map && type(null) == null_type && type(1) != uint && type(type(1)) == type && type(timestamp(0)) == google.protobuf.Timestamp")]
    [InlineData("dyn(1) == 1 && string(b'abc') == 'abc'")]
    // Times.
    [InlineData("timestamp('2024-01-02T03:04:05Z') < timestamp('2024-01-02T03:04:06.5Z') && timestamp('2024-02-29T00:00:00Z').getDayOfYear() == 59 && timestamp('2024-01-01T00:00:00Z').getDayOfWeek() == 1")]
    [InlineData("duration('1h30m') == duration('5400s') && string(duration('1.5s')) == '1.5s' && duration('90s').getMinutes() == 1 && timestamp('2024-01-01T00:00:00Z') + duration('24h') == timestamp('2024-01-02T00:00:00Z')")]
    [InlineData("timestamp('2024-01-01T00:00:00Z').getHours('+02:00') == 2 && timestamp('2024-01-01T00:00:00Z').getMonth() == 0 && timestamp('2024-01-01T00:00:01Z') - timestamp('2024-01-01T00:00:00Z') == duration('1000ms')")]
    [InlineData("string(timestamp('2024-01-01T02:00:00+02:00')) == '2024-01-01T00:00:00Z' && int(timestamp('1970-01-01T00:01:00Z')) == 60")]
    // Texts.
    [InlineData("'hello'.contains('ell') && 'hello'.startsWith('he') && 'hello'.endsWith('lo') && 'hello'.matches('^h.*o$') && matches('x1', '[0-9]')")]
    [InlineData("'tacocat'.indexOf('ac') == 1 && 'tacocat'.indexOf('a', 2) == 5 && 'tacocat'.lastIndexOf('at') == 5 && 'tacocat'.lastIndexOf('a', 4) == 1 && 'x'.charAt(0) == 'x' && 'x'.charAt(1) == ''")]
    [InlineData("'Ab'.lowerAscii() == 'ab' && 'Ab'.upperAscii() == 'AB' && 'aXbX'.replace('X', '-') == 'a-b-' && 'aXbX'.replace('X', '-', 1) == 'a-bX' && 'ab'.replace('', '_') == '_a_b_'")]
    [InlineData("'a,b,c'.split(',') == ['a', 'b', 'c'] && 'a,b,c'.split(',', 2) == ['a', 'b,c'] && 'ab'.split('') == ['a', 'b'] && ['a', 'b'].join('-') == 'a-b' && ' a '.trim() == 'a' && 'tacocat'.substring(4) == 'cat' && 'tacocat'.substring(0, 4) == 'taco'")]
    [InlineData("'%s is %d, %.2f, %x, %b'.format(['x', 42, 3.14159, 255, 5]) == 'x is 42, 3.14, ff, 101' && '%s'.format([[1, 'a', {'k': 2.0}]]) == '[1, a, {k: 2}]' && strings.quote('a\\n\"b\"') == '\"a\\\\n\\\\\"b\\\\\"\"'")]
    [InlineData("'abc 123'.find('[0-9]+') == '123' && 'a1b22'.findAll('[0-9]+') == ['1', '22'] && 'a1b22'.findAll('[0-9]+', 1) == ['1'] && 'abc'.find('x') == ''")]
    // Kubernetes' lists and sets.
    [InlineData("[1, 2, 2].isSorted() && ![2, 1].isSorted() && [1, 2, 3].sum() == 6 && [1.5, 2.5].sum() == 4.0 && ['b', 'a'].min() == 'a' && [1, 3, 2].max() == 3 && [1, 2, 1].indexOf(1) == 0 && [1, 2, 1].lastIndexOf(1) == 2")]
    [InlineData("sets.contains([1, 2, 3], [2]) && sets.equivalent([1, 2], [2, 1, 1]) && sets.intersects([1, 2], [2, 3]) && !sets.contains([1], [2])")]
    [InlineData("['a', 'b'] + ['c'] == ['a', 'b', 'c']")]
    // Quantities, URLs, addresses, formats.
    [InlineData("quantity('1Gi').isGreaterThan(quantity('1G')) && isQuantity('100m') && !isQuantity('x') && quantity('1500m').compareTo(quantity('1.5')) == 0 && quantity('50k').add(2).asInteger() == 50002 && quantity('1.5').isInteger() == false && quantity('-1').sign() == -1")]
    [InlineData("isURL('https://a.b:80/c?d=e') && !isURL('../x') && url('https://a.b:80/c%20d?e=f&e=g').getHost() == 'a.b:80' && url('https://a.b:80/').getPort() == '80' && url('https://a.b/').getPort() == '' && url('https://a.b/c?e=f&e=g').getQuery() == {'e': ['f', 'g']} && url('https://a.b/c%20d').getEscapedPath() == '/c%20d' && url('/x').getHostname() == ''")]
    [InlineData("isIP('10.0.0.1') && !isIP('10.0.0') && !isIP('::ffff:1.2.3.4') && ip('::1').family() == 6 && ip('127.0.0.1').isLoopback() && ip('10.0.0.1').isGlobalUnicast() && ip.isCanonical('2001:db8::1') && !ip.isCanonical('2001:DB8::1') && string(ip('10.0.0.1')) == '10.0.0.1' && ip('10.0.0.1') == ip('10.0.0.1')")]
    [InlineData("isCIDR('10.0.0.0/8') && cidr('10.0.0.0/8').containsIP('10.1.2.3') && !cidr('10.0.0.0/8').containsIP(ip('11.0.0.1')) && cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16') && cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8') && cidr('10.0.0.0/8').prefixLength() == 8 && string(cidr('10.0.0.0/8')) == '10.0.0.0/8' && type(ip('::1')) == net.IP")]
    [InlineData("!format.dns1123Label().validate('my-name').hasValue() && format.dns1123Label().validate('My').hasValue() && format.named('uuid').hasValue() && !format.named('x').hasValue()")]
    // Values that may be missing.
    [InlineData("a.?name.orValue('y') == 'x' && a.?missing.?deeper.orValue('y') == 'y' && a[?'n'].value() == 3 && !a.?missing.hasValue() && optional.of(1).value() == 1 && optional.none().or(optional.of(2)).value() == 2")]
    [InlineData("a.?list[0].value() == 1 && [?optional.none(), 1] == [1] && {?'k': a.?missing} == {} && a.?n.optMap(v, v + 1).value() == 4 && a.?missing.optMap(v, v + 1) == optional.none() && a.?n.optFlatMap(v, optional.of(v)).value() == 3 && !optional.ofNonZeroValue('').hasValue()")]
    public void Holds(string expression) => CelExpression.Of(expression).Holds(Variables).ShouldBeTrue();

    [Theory]
    [InlineData("a.missing", "no such key: missing")]
    [InlineData("a.list[3]", "index out of bounds: 3")]
    [InlineData("1 / 0", "division by zero")]
    [InlineData("1 % 0", "modulus by zero")]
    [InlineData("9223372036854775807 + 1", "integer overflow")]
    [InlineData("a.name + a.n", "no such overload")]
    [InlineData("nobody", "no such attribute(s): nobody")]
    [InlineData("a.name && true", "no such overload")]
    [InlineData("timestamp('x')", "type conversion error from 'string' to 'google.protobuf.Timestamp': parsing time \"x\"")]
    [InlineData("'abc'.substring(2, 1)", "invalid substring range. start: 2, end: 1")]
    [InlineData("optional.none().value()", "optional.none() dereference")]
    [InlineData("{'a': 1, 'a': 2}", "Failed with repeated key: a")]
    [InlineData("'x'.matches('(')", "error parsing regexp")]
    [InlineData("[].max()", "max called on empty list")]
    [InlineData("[1,2,3,4,5,6,7,8,9,0].all(a,[1,2,3,4,5,6,7,8,9,0].all(b,[1,2,3,4,5,6,7,8,9,0].all(c,[1,2,3,4,5,6,7,8,9,0].all(d,[1,2,3,4,5,6,7,8,9,0].all(e,[1,2,3,4,5,6,7,8,9,0].all(f,a+b+c+d+e+f>=0))))))", "operation cancelled: actual cost limit exceeded")]
    public void Has_no_value(string expression, string message) =>
        Should.Throw<CelFailure>(() => CelExpression.Of(expression).Evaluate(Variables)).Message.ShouldStartWith(message);

    [Fact]
    public void A_schema_says_what_texts_and_numbers_are()
    {
        var schema = new JsonSchema(JsonSerializer.Deserialize<JSONSchemaProps>("""
            {"type":"object","properties":{"at":{"type":"string","format":"date-time"},"wait":{"type":"string","format":"duration"},"raw":{"type":"string","format":"byte"},
             "ratio":{"type":"number"},"set":{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"}},
             "map":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],"items":{"type":"object","properties":{"k":{"type":"string"},"v":{"type":"integer"}}}}}}
            """, KubeJson.Options)!);
        var self = CelJson.Of(JsonDocument.Parse("""
            {"at":"2024-01-01T00:00:00Z","wait":"90s","raw":"YWJj","ratio":1,"set":["a","b"],"map":[{"k":"x","v":1},{"k":"y","v":2}]}
            """).RootElement, schema);

        CelExpression.Of("""
            self.at < timestamp('2024-01-02T00:00:00Z') && self.wait.getMinutes() == 1 && self.raw == b'abc' && self.ratio / 2.0 == 0.5
            && self.set == ['b', 'a'] && self.set + ['b', 'c'] == ['c', 'a', 'b'] && self.map + [{'k': 'x', 'v': 3}] == [{'k': 'y', 'v': 2}, {'k': 'x', 'v': 3}]
            """).Holds(new Dictionary<string, object?> { ["self"] = self }).ShouldBeTrue();
    }

    [Fact]
    public void An_authorizer_is_asked()
    {
        var authorizer = new CelAuthorizer(
            static (who, check, verb) => new CelDecision(verb == "get" && check is { Group: "apps", Resource: "deployments", Subresource: "scale", Namespace: "a", Name: "b" } && who.ServiceAccount is null, "may"),
            static (who, path, verb) => new CelDecision(path == "/healthz" && who.ServiceAccount is ("ns", "sa")),
            new ResourceCheck(null, "apps", "deployments") { Subresource = "scale", Namespace = "a", Name = "b" });
        var variables = new Dictionary<string, object?> { ["authorizer"] = authorizer };

        CelExpression.Of("""
            authorizer.group('apps').resource('deployments').subresource('scale').namespace('a').name('b').check('get').allowed()
            && !authorizer.group('apps').resource('deployments').check('get').allowed() && authorizer.requestResource.check('get').reason() == 'may'
            && authorizer.serviceAccount('ns', 'sa').path('/healthz').check('get').allowed() && !authorizer.path('/healthz').check('get').errored()
            """).Holds(variables).ShouldBeTrue();
    }

    [Fact]
    public void Expressions_have_what_they_may_cost_together()
    {
        var budget = new CelBudget(10);
        CelExpression.Of("1 + 1 == 2").Holds(EmptyVariables, budget).ShouldBeTrue();

        var failure = Should.Throw<CelFailure>(() => CelExpression.Of("[1, 2, 3].all(a, a > 0)").Holds(EmptyVariables, budget));
        (failure.EndsAll, failure.Message).ShouldBe((true, "validation failed due to running out of cost budget, no further validation rules will be run"));
        CelExpression.Message("'a' + 'b'", EmptyVariables).ShouldBe("ab");
        CelExpression.Message("' a\\n'", EmptyVariables).ShouldBe("a");
        Should.Throw<CelFailure>(() => CelExpression.Message("'a' + 'b'", EmptyVariables, budget)).EndsAll.ShouldBeTrue();
    }

    private static readonly Dictionary<string, object?> EmptyVariables = [];

}
