using System.Text;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Tests.Json;

public class BodyReaderTests
{
    [Theory]
    [InlineData("""{"kind":"X","apiVersion":"v1"}""", "no kind \"X\" is registered for version \"v1\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"")]
    [InlineData("""{"kind":"Service","apiVersion":"v1"}""", "converting (v1.Service) to (core.Pod): unknown conversion")]
    public void A_patch_that_makes_another_kind_is_refused_but_a_strategic_one_says_nothing_of_it(string json, string why)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(json);
        var failure = Should.Throw<StatusException>(() => BodyReader.ReadPatched(typeof(Pod), bytes, FieldValidation.Warn));
        (failure.Code, failure.Message).ShouldBe((422, $" \"\" is invalid: patch: Invalid value: \"{json.Replace("\"", "\\\"")}\": {why}"));
        BodyReader.ReadPatched(typeof(Pod), bytes, FieldValidation.Warn, bytes).Object.Kind.ShouldBe("Pod");
    }

    [Fact]
    public void A_missing_apiVersion_and_kind_are_filled_in()
    {
        var pod = (Pod)Read<Pod>("""{"metadata":{"name":"a"}}""").Object;
        (pod.ApiVersion, pod.Kind, pod.Metadata.Name).ShouldBe(("v1", "Pod", "a"));
    }

    [Theory]
    [InlineData("""{"spec":{"replicas":"3"}}""", "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32")]
    [InlineData("""{"spec":{"replicas":1.0}}""", "json: cannot unmarshal number 1.0 into Go struct field DeploymentSpec.spec.replicas of type int32")]
    [InlineData("""{"spec":{"replicas":1e3}}""", "json: cannot unmarshal number 1e3 into Go struct field DeploymentSpec.spec.replicas of type int32")]
    [InlineData("""{"spec":{"replicas":3000000000}}""", "json: cannot unmarshal number 3000000000 into Go struct field DeploymentSpec.spec.replicas of type int32")]
    [InlineData("""{"spec":[]}""", "json: cannot unmarshal array into Go struct field Deployment.spec of type v1.DeploymentSpec")]
    [InlineData("""{"metadata":{"labels":{"a":1}}}""", "json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string")]
    [InlineData("""{"spec":{"template":{"spec":{"containers":{}}}}}""", "json: cannot unmarshal object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container")]
    [InlineData("""{"metadata":{"creationTimestamp":"yesterday"}}""", "parsing time \"yesterday\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"yesterday\" as \"2006\"")]
    [InlineData("""{"spec":{"strategy":{"rollingUpdate":{"maxSurge":true}}}}""", "json: cannot unmarshal bool into Go value of type int32")]
    public void Values_of_a_wrong_type_are_refused_in_Kubernetes_words(string json, string why)
    {
        var failure = Refused<Deployment>(json);
        failure.Code.ShouldBe(400);
        failure.Message.ShouldBe($"Deployment in version \"v1\" cannot be handled as a Deployment: {why}");
    }

    [Fact]
    public void A_quantity_that_is_none_is_refused() =>
        Refused<Pod>("""{"spec":{"containers":[{"resources":{"limits":{"cpu":"lots"}}}]}}""").Message.ShouldBe(
            "Pod in version \"v1\" cannot be handled as a Pod: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");

    [Fact]
    public void Strict_names_every_unknown_and_duplicate_field()
    {
        var failure = Refused<Pod>("""
            {"kind":"Pod","apiVersion":"v1","metadata":{"name":"a","name":"b","labels":{"x":"1","x":"2"}},
             "spec":{"foo":1,"containers":[{"name":"c","Image":"i","ports":[{"containerPort":80,"bar":{"deep":[]}}]}]},"spec":{}}
            """, FieldValidation.Strict);
        failure.Message.ShouldBe(
            "Pod in version \"v1\" cannot be handled as a Pod: strict decoding error: duplicate field \"metadata.name\", duplicate field \"metadata.labels.x\","
            + " unknown field \"spec.foo\", unknown field \"spec.containers[0].Image\", unknown field \"spec.containers[0].ports[0].bar\", duplicate field \"spec\"");
    }

    [Fact]
    public void Warn_takes_the_body_and_says_what_it_dropped()
    {
        var body = BodyReader.Read(typeof(ConfigMap), """{"data":{"a":"1"},"dta":{},"data":{"b":"2"}}"""u8, FieldValidation.Warn);
        body.Warnings.ShouldBe(["unknown field \"dta\"", "duplicate field \"data\""]);
        ((ConfigMap)body.Object).Data.Keys.ShouldBe(["b"]);
    }

    [Fact]
    public void Ignore_says_nothing() => Read<ConfigMap>("""{"dta":{}}""").Warnings.ShouldBeEmpty();

    [Fact]
    public void Null_stands_for_the_empty_value_everywhere()
    {
        var pod = (Pod)Read<Pod>("""
            {"metadata":{"creationTimestamp":null,"labels":{"a":null},"finalizers":null},
             "spec":{"hostNetwork":null,"priority":null,"containers":[null,{"args":[null,"x"],"ports":[{"containerPort":null}]}]},"status":null}
            """).Object;
        pod.Metadata.Labels["a"].ShouldBe("");
        pod.Spec.HostNetwork.ShouldBeFalse();
        pod.Spec.Containers.Count.ShouldBe(2);
        pod.Spec.Containers[0].Name.ShouldBe("");
        pod.Spec.Containers[1].Args.ShouldBe(["", "x"]);
        pod.Spec.Containers[1].Ports[0].ContainerPortValue.ShouldBe(0);
    }

    [Theory]
    [InlineData("", "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)")]
    [InlineData("{\"a\"", "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: unexpected end of JSON input ({\"a\")")]
    [InlineData("hello", "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: invalid character 'h' looking for beginning of value (68656c6c6f)")]
    [InlineData("{}x", "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: invalid character 'x' after top-level value ({}x)")]
    [InlineData("[]", "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" } (5b5d)")]
    [InlineData("{a:1}", "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: invalid character 'a' looking for beginning of object key string ({a:1})")]
    [InlineData("{\"a\" 1}", "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: invalid character '1' after object key ({\"a\" 1})")]
    [InlineData("{\"a\":1 2}", "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: invalid character '2' after object key:value pair ({\"a\":1 2})")]
    [InlineData("{\"a\":[1 2]}", "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: invalid character '2' after array element ({\"a\":[1 2]})")]
    [InlineData("{\"a\":1,}", "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: invalid character '}' looking for beginning of object key string ({\"a\":1,})")]
    [InlineData("{\"a\":01}", "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: invalid character '1' after object key:value pair ({\"a\":01})")]
    [InlineData("{\"a\":1.}", "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: invalid character '}' after decimal point in numeric literal ({\"a\":1.})")]
    [InlineData("{\"a\":-}", "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: invalid character '}' in numeric literal ({\"a\":-})")]
    [InlineData("{\"a\":1e}", "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: invalid character '}' in exponent of numeric literal ({\"a\":1e})")]
    [InlineData("{\"a\":tru}", "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: invalid character '}' in literal true (expecting 'e') ({\"a\":tru})")]
    [InlineData("{\"a\":\"\\x\"}", "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: invalid character 'x' in string escape code ({\"a\":\"\\x\"})")]
    [InlineData("{\"a\":\"\\u12\"}", "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: invalid character '\"' in \\u hexadecimal character escape ({\"a\":\"\\u12\"})")]
    [InlineData("{\"a\":\"\n\"}", "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: invalid character '\\n' in string literal ({\"a\":\"\n\"})")]
    [InlineData("""{"kind":"Foo","apiVersion":"x.io/v1"}""", "Foo in version \"v1\" cannot be handled as a Pod: no kind \"Foo\" is registered for version \"x.io/v1\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"")]
    [InlineData("""{"kind":"PodList","apiVersion":"v1"}""", "PodList in version \"v1\" cannot be handled as a Pod: converting (v1.PodList) to (core.Pod): unknown conversion")]
    [InlineData("""{"kind":"Pod","apiVersion":"v2"}""", "the API version in the data (v2) does not match the expected API version (v1)")]
    [InlineData("""{"kind":"Service","apiVersion":"v1"}""", "Service in version \"v1\" cannot be handled as a Pod: converting (v1.Service) to (core.Pod): unknown conversion")]
    public void What_is_no_such_object_is_a_bad_request(string body, string message)
    {
        var failure = Refused<Pod>(body);
        (failure.Code, failure.Reason, failure.Message).ShouldBe((400, "BadRequest", message));
    }

    [Fact]
    public void Delete_options_are_taken_in_any_version() =>
        ((DeleteOptions)Read<DeleteOptions>("""{"kind":"DeleteOptions","apiVersion":"apps/v1","gracePeriodSeconds":0}""").Value).GracePeriodSeconds.ShouldBe(0);

    [Fact]
    public void The_result_of_a_patch_is_unprocessable_instead()
    {
        var failure = Should.Throw<StatusException>(() => BodyReader.ReadPatched(typeof(Deployment), """{"spec":{"replicas":"x"}}"""u8, FieldValidation.Warn));
        failure.Code.ShouldBe(422);
        failure.Message.ShouldStartWith(" \"\" is invalid: patch: Invalid value: ");
        failure.Message.ShouldEndWith("json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32");
    }

    /// <summary>Kubernetes makes objects from the fields that a strategic merge patch merged, and says so in words of its own (FromUnstructured).</summary>
    [Theory]
    [InlineData("""{"metadata":{"labels":"invalid"}}""", "map[metadata:map[labels:invalid]]", "cannot restore map from string")]
    [InlineData("""{"metadata":{"labels":{"b":null,"a":1}}}""", "map[metadata:map[labels:map[a:1 b:<nil>]]]", "cannot convert int64 to string")]
    [InlineData("""{"spec":{"containers":{"x":[true,1.5]}}}""", "map[spec:map[containers:map[x:[true 1.5]]]]", "cannot restore slice from map")]
    [InlineData("""{"spec":{"containers":[3]}}""", "map[spec:map[containers:[3]]]", "cannot restore struct from: int64")]
    [InlineData("""{"spec":{"terminationGracePeriodSeconds":"x"}}""", "map[spec:map[terminationGracePeriodSeconds:x]]", "unrecognized type: int64")]
    [InlineData("""{"spec":{"terminationGracePeriodSeconds":1.5}}""", "map[spec:map[terminationGracePeriodSeconds:1.5]]", "cannot convert float64 to int64")]
    [InlineData("""{"spec":{"hostNetwork":"true"}}""", "map[spec:map[hostNetwork:true]]", "unrecognized type: bool")]
    [InlineData("""{"spec":{"nodeName":["a"]}}""", "map[spec:map[nodeName:[a]]]", "unrecognized type: string")]
    public void What_a_strategic_merge_patch_makes_wrong_is_told_of_the_patch(string patch, string shown, string why)
    {
        var bytes = Encoding.UTF8.GetBytes(patch);
        var failure = Should.Throw<StatusException>(() => BodyReader.ReadPatched(typeof(Pod), bytes, FieldValidation.Warn, bytes));
        (failure.Code, failure.Message).ShouldBe((422, $" \"\" is invalid: patch: Invalid value: \"{shown}\": {why}"));
    }

    [Theory]
    [MemberData(nameof(HostileBodies))]
    public void Hostile_bodies_are_bad_requests(string name, byte[] body)
    {
        name.ShouldNotBeEmpty();
        foreach (var validation in Enum.GetValues<FieldValidation>())
            Should.Throw<StatusException>(() => BodyReader.Read(typeof(Pod), body, validation)).Code.ShouldBe(400);
    }

    public static TheoryData<string, byte[]> HostileBodies() => new()
    {
        { "deep arrays", Encoding.UTF8.GetBytes("{\"a\":" + new string('[', 1_000_000)) },
        { "deep objects", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"spec\":", 300_000))) },
        { "invalid UTF-8", [.. "{\"metadata\":{\"name\":\""u8, 0xc3, 0x28, .. "\"}}"u8] },
        { "lone surrogate in a value", Encoding.UTF8.GetBytes("""{"metadata":{"name":"\ud800"}}""") },
        { "lone surrogate in an unknown value", Encoding.UTF8.GetBytes("""{"x":["\ud800"]}""") },
        { "lone surrogate in a name", Encoding.UTF8.GetBytes("""{"\udc00":1}""") },
        { "huge number", Encoding.UTF8.GetBytes("""{"spec":{"priority":1""" + new string('0', 100_000) + "}}") },
        { "huge exponent", Encoding.UTF8.GetBytes("""{"spec":{"containers":[{"resources":{"limits":{"cpu":1e999999999}}}]}}""") },
        { "truncated", Encoding.UTF8.GetBytes("""{"metadata":{"name":"x""") },
        { "year zero", Encoding.UTF8.GetBytes("""{"metadata":{"creationTimestamp":"0001-01-01T00:00:00+14:00"}}""") },
        { "zero bytes", new byte[64] },
    };

    [Fact]
    public void A_body_of_three_megabytes_is_read()
    {
        var json = "{\"data\":{" + string.Join(',', Enumerable.Range(0, 150_000).Select(i => $"\"key-{i}\":\"v{i}\"")) + "}}";
        ((ConfigMap)BodyReader.Read(typeof(ConfigMap), Encoding.UTF8.GetBytes(json), FieldValidation.Strict).Object).Data.Count.ShouldBe(150_000);
    }

    private static DecodedBody Read<T>(string json) => BodyReader.Read(typeof(T), Encoding.UTF8.GetBytes(json), FieldValidation.Ignore);

    private static StatusException Refused<T>(string json, FieldValidation validation = FieldValidation.Ignore) =>
        Should.Throw<StatusException>(() => BodyReader.Read(typeof(T), Encoding.UTF8.GetBytes(json), validation));
}
