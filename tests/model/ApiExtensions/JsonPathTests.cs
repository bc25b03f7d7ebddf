using System.Text.Json;
using Orleans.Kube.Model.ApiExtensions;

namespace Orleans.Kube.Model.Tests.ApiExtensions;

public sealed class JsonPathTests
{
    private const string Root = """{"spec":{"a.b":1,"list":[{"type":"Ready","status":"True"},{"type":"Good","status":"False"}],"n":[1,2,3]},"x":{"y":"z"}}""";

    [Theory]
    [InlineData(".spec.list[0].type", "Ready")]
    [InlineData(".spec.list[-1].type", "Good")]
    [InlineData(".spec['a.b']", "1")]
    [InlineData(".spec.a\\.b", "1")]
    [InlineData(".spec.n[*]", "1,2,3")]
    [InlineData(".spec.list[?(@.type==\"Good\")].status", "False")]
    [InlineData(".spec.list[?(@.type!='Good')].status", "True")]
    [InlineData(".spec.list[?(@.status)].type", "Ready,Good")]
    [InlineData(".x.*", "z")]
    [InlineData("$.x.y", "z")]
    [InlineData(".nothing.here", "")]
    [InlineData(".spec.n[9]", "")]
    public void A_path_finds_what_it_leads_to(string path, string found)
    {
        using var document = JsonDocument.Parse(Root);
        string.Join(',', JsonPath.Parse(path)!.Find(document.RootElement).Select(static v => v.ToString())).ShouldBe(found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("spec")]
    [InlineData(".spec[")]
    [InlineData(".spec[x]")]
    [InlineData(".spec..a")]
    [InlineData(".list[?(@.a ~ 1)]")]
    public void What_is_no_path_is_refused(string text) => JsonPath.Parse(text).ShouldBeNull();
}
