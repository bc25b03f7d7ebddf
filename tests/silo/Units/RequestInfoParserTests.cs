using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Tests.Silo;

public sealed class RequestInfoParserTests
{
    [Theory]
    [InlineData("GET", "/api/v1/pods", "list  v1   pods")]
    [InlineData("GET", "/api/v1/namespaces", "list  v1   namespaces")]
    [InlineData("GET", "/api/v1/namespaces/x", "get  v1 x x namespaces")]
    [InlineData("PUT", "/api/v1/namespaces/x/finalize", "update  v1 x x namespaces/finalize")]
    [InlineData("PATCH", "/api/v1/namespaces/x/status", "patch  v1 x x namespaces/status")]
    [InlineData("GET", "/api/v1/namespaces/x/pods", "list  v1 x  pods")]
    [InlineData("GET", "/api/v1/namespaces/x/pods?watch=true", "watch  v1 x  pods")]
    [InlineData("GET", "/api/v1/namespaces/x/pods?watch=0", "list  v1 x  pods")]
    [InlineData("GET", "/api/v1/watch/namespaces/x/pods", "watch  v1 x  pods")]
    [InlineData("GET", "/api/v1/namespaces/x/pods/p", "get  v1 x p pods")]
    [InlineData("GET", "/api/v1/namespaces/x/pods/p?watch=true", "get  v1 x p pods")]
    [InlineData("GET", "/api/v1/watch/namespaces/x/pods/p", "watch  v1 x p pods")]
    [InlineData("DELETE", "/api/v1/watch/namespaces/x/pods/p", "watch  v1 x p pods")]
    [InlineData("GET", "/api/v1/namespaces//pods", "list  v1   pods")]
    [InlineData("GET", "/api/v1/namespaces/x/pods/", "list  v1 x  pods")]
    [InlineData("GET", "/api/v1/namespaces/x/pods?fieldSelector=metadata.name%3Dp", "list  v1 x p pods")]
    [InlineData("GET", "/api/v1/namespaces/x/pods?fieldSelector=metadata.name%3Dp%2Cspec.a%3Db", "list  v1 x  pods")]
    [InlineData("POST", "/api/v1/namespaces/x/pods/p/binding", "create  v1 x p pods/binding")]
    [InlineData("DELETE", "/apis/apps/v1/namespaces/x/deployments/d", "delete apps v1 x d deployments")]
    [InlineData("DELETE", "/apis/apps/v1/namespaces/x/deployments", "deletecollection apps v1 x  deployments")]
    [InlineData("PUT", "/apis/apps/v1/namespaces/x/deployments/d/scale", "update apps v1 x d deployments/scale")]
    public void A_path_of_a_resource_names_all_its_parts(string method, string url, string expected)
    {
        var info = Parse(method, url);
        info.IsResource.ShouldBeTrue();
        var resource = info.Subresource.Length == 0 ? info.Resource : $"{info.Resource}/{info.Subresource}";
        $"{info.Verb} {info.Group} {info.Version} {info.Namespace} {info.Name} {resource}".ShouldBe(expected);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api")]
    [InlineData("/api/v1")]
    [InlineData("/apis/apps/v1")]
    [InlineData("/version")]
    [InlineData("//")]
    [InlineData("//api/v1/namespaces")]
    public void Other_paths_are_no_resources(string url)
    {
        var info = Parse("GET", url);
        info.IsResource.ShouldBeFalse();
        info.Verb.ShouldBe("get");
        info.Path.ShouldBe(url);
    }

    [Fact]
    public void What_follows_a_subresource_is_kept() =>
        Parse("GET", "/api/v1/nodes/n/proxy/logs/kubelet.log").Rest.ShouldBe("logs/kubelet.log");

    private static RequestInfo Parse(string method, string url)
    {
        var question = url.IndexOf('?');
        var query = question < 0 ? null : new QueryCollection(QueryHelpers.ParseQuery(url[question..]));
        return RequestInfoParser.Parse(method, question < 0 ? url : url[..question], query);
    }
}
