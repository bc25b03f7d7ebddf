using System.Text;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Patch;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.Tests.Patch;

public class MergePatchTests
{
    /// <summary>The table of RFC 7386, appendix A, where the patch is an object.</summary>
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", """{}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [InlineData("""{}""", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void A_patch_merges(string current, string patch, string expected) => Apply(current, patch).ShouldBe(expected);

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"x\"")]
    [InlineData("{\"a\":")]
    public void A_patch_that_is_no_object_is_a_bad_request(string patch) => Should.Throw<StatusException>(() => Apply("{}", patch)).Code.ShouldBe(400);

    [Fact]
    public void Of_duplicate_names_the_last_counts() => Apply("{}", """{"a":1,"a":2}""").ShouldBe("""{"a":2}""");

    private static string Apply(string current, string patch) =>
        Encoding.UTF8.GetString(ObjectPatch.Apply(TypeSchema.Of(typeof(ConfigMap)), Encoding.UTF8.GetBytes(current), PatchKind.Merge, Encoding.UTF8.GetBytes(patch)));
}
