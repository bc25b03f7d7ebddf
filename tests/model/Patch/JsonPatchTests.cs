using System.Text;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Patch;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.Tests.Patch;

public class JsonPatchTests
{
    private const string Current = """{"a":{"b":[1,2,3]},"m~n":{"x/y":null},"n":1.50}""";

    [Theory]
    [InlineData("""[{"op":"add","path":"/a/c","value":{"d":1}}]""", """{"a":{"b":[1,2,3],"c":{"d":1}},"m~n":{"x/y":null},"n":1.50}""")]
    [InlineData("""[{"op":"add","path":"/a/b/1","value":9}]""", """{"a":{"b":[1,9,2,3]},"m~n":{"x/y":null},"n":1.50}""")]
    [InlineData("""[{"op":"add","path":"/a/b/-","value":9}]""", """{"a":{"b":[1,2,3,9]},"m~n":{"x/y":null},"n":1.50}""")]
    [InlineData("""[{"op":"add","path":"/a/b/-1","value":9}]""", """{"a":{"b":[1,2,3,9]},"m~n":{"x/y":null},"n":1.50}""")]
    [InlineData("""[{"op":"remove","path":"/a/b/0"}]""", """{"a":{"b":[2,3]},"m~n":{"x/y":null},"n":1.50}""")]
    [InlineData("""[{"op":"replace","path":"/m~0n/x~1y","value":"z"}]""", """{"a":{"b":[1,2,3]},"m~n":{"x/y":"z"},"n":1.50}""")]
    [InlineData("""[{"op":"replace","path":"/new","value":1}]""", """{"a":{"b":[1,2,3]},"m~n":{"x/y":null},"n":1.50,"new":1}""")]
    [InlineData("""[{"op":"move","from":"/a/b","path":"/b"}]""", """{"a":{},"m~n":{"x/y":null},"n":1.50,"b":[1,2,3]}""")]
    [InlineData("""[{"op":"copy","from":"/a/b/2","path":"/n"}]""", """{"a":{"b":[1,2,3]},"m~n":{"x/y":null},"n":3}""")]
    [InlineData("""[{"op":"add","path":"/n"}]""", """{"a":{"b":[1,2,3]},"m~n":{"x/y":null},"n":null}""")]
    [InlineData("""[{"op":"copy","from":"/a/gone","path":"/n"}]""", """{"a":{"b":[1,2,3]},"m~n":{"x/y":null},"n":null}""")]
    [InlineData("null", """{"a":{"b":[1,2,3]},"m~n":{"x/y":null},"n":1.50}""")]
    [InlineData("""[{"op":"test","path":"/n","value":1.5},{"op":"test","path":"/gone","value":null},{"op":"remove","path":"/n"}]""", """{"a":{"b":[1,2,3]},"m~n":{"x/y":null}}""")]
    public void Operations_apply(string patch, string expected) => Apply(patch).ShouldBe(expected);

    [Theory]
    [InlineData("""[{"op":"test","path":"/n","value":2}]""")]
    [InlineData("""[{"op":"remove","path":"/gone"}]""")]
    [InlineData("""[{"op":"replace","path":"/gone/x","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/gone/x","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/a/b/9","value":1}]""")]
    [InlineData("""[{"op":"add","path":"a","value":1}]""")]
    [InlineData("""[{"op":"add","path":"","value":{}}]""")]
    [InlineData("""[null]""")]
    [InlineData("""[{"op":"copy","from":"/gone/x","path":"/n"}]""")]
    [InlineData("""[{"op":"fly","path":"/a"}]""")]
    [InlineData("""[{"op":"remove","path":""}]""")]
    [InlineData("""[{"op":"remove","path":7}]""")]
    public void What_does_not_apply_is_unprocessable(string patch)
    {
        var failure = Should.Throw<StatusException>(() => Apply(patch));
        (failure.Code, failure.Reason, failure.Message)
            .ShouldBe((422, "Invalid", "the server rejected our request due to an error in our request"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[")]
    [InlineData("")]
    public void What_is_no_patch_is_a_bad_request(string patch) => Should.Throw<StatusException>(() => Apply(patch)).Code.ShouldBe(400);

    [Fact]
    public void Operations_are_bounded()
    {
        var patch = "[" + string.Join(',', Enumerable.Repeat("""{"op":"test","path":"/n","value":1.5}""", 10_001)) + "]";
        var failure = Should.Throw<StatusException>(() => Apply(patch));
        (failure.Code, failure.Message).ShouldBe((413, "The allowed maximum operations in a JSON patch is 10000, got 10001"));
    }

    [Fact]
    public void Copies_cannot_blow_up_an_object()
    {
        var patch = "[" + string.Join(',', Enumerable.Range(0, 60).Select(static _ => """{"op":"copy","from":"/a","path":"/a/b/-"}""")) + "]";
        Should.Throw<StatusException>(() => Apply(patch)).Code.ShouldBeInRange(400, 422);
    }

    private static string Apply(string patch) =>
        Encoding.UTF8.GetString(ObjectPatch.Apply(TypeSchema.Of(typeof(Pod)), Encoding.UTF8.GetBytes(Current), PatchKind.Json, Encoding.UTF8.GetBytes(patch)));
}
