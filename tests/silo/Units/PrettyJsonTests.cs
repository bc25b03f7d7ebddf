using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Tests.Silo;

public sealed class PrettyJsonTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"a":{},"b":[],"c":[{}],"d":[[]]}""")]
    [InlineData("""{"a":"{\"x\":[1,2]}","b\\":"\\","c":"ä,:{}"}""")]
    [InlineData("""[1,-2.50e+3,true,null,"x",{"y":[1,{"z":false}]}]""")]
    public void Documents_are_indented_as_everybody_does(string json) =>
        Encoding.UTF8.GetString(PrettyJson.Indent(Encoding.UTF8.GetBytes(json)).Span).ShouldBe(JsonNode.Parse(json)!.ToJsonString(Indented));

    [Theory]
    [InlineData("", "kubectl/v1.33.0", false)]
    [InlineData("", "curl/7.88.1", true)]
    [InlineData("", "Wget/1.21", true)]
    [InlineData("", "Mozilla/5.0 (X11)", true)]
    [InlineData("?pretty=true", "kubectl", true)]
    [InlineData("?pretty=1", "", true)]
    [InlineData("?pretty=false", "curl/7.88.1", false)]
    [InlineData("?pretty=nonsense", "curl/7.88.1", false)]
    public void Whoever_asks_and_whoever_looks_at_it_gets_it(string query, string agent, bool isPretty)
    {
        var http = new DefaultHttpContext();
        http.Request.QueryString = new QueryString(query);
        http.Request.Headers.UserAgent = agent;
        PrettyJson.IsAsked(http.Request).ShouldBe(isPretty);
    }
}
