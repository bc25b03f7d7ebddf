using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Streaming.Proxy;
using Shouldly;
using Xunit;

namespace Orleans.Kube.Silo.Tests.Streaming;

public sealed class ProxyTests
{
    [Theory]
    [InlineData("web", "", "web", "")]
    [InlineData("web:80", "", "web", "80")]
    [InlineData("web:http", "", "web", "http")]
    [InlineData("https:web:443", "https", "web", "443")]
    [InlineData(":web:80", "", "web", "80")]
    public void A_target_names_a_scheme_a_name_and_a_port(string text, string scheme, string name, string port) =>
        ProxyTarget.Parse(text).ShouldBe(new ProxyTarget(scheme, name, port));

    [Theory]
    [InlineData("ftp:web:80")]
    [InlineData(":80")]
    [InlineData("a:b:c:d")]
    public void Other_targets_are_refused(string text) => Should.Throw<StatusException>(() => ProxyTarget.Parse(text)).Code.ShouldBe(400);

    [Theory]
    [InlineData("/api/v1/namespaces/ns/pods/web:80/proxy", "")]
    [InlineData("/api/v1/namespaces/ns/pods/web:80/proxy?a=b", "")]
    [InlineData("/api/v1/namespaces/ns/pods/web:80/proxy/", "/")]
    [InlineData("/api/v1/namespaces/ns/pods/web:80/proxy/a%20b/?x=%2F&y", "/a%20b/?x=%2F&y")]
    [InlineData("/api/v1/namespaces/ns/pods/web:80/proxy/a//b", "/a/b")]
    [InlineData("/api/v1/namespaces/ns/pods/web:80/proxy/a%2Fb%2f?c=%2F", "/a/b/?c=%2F")]
    [InlineData("/api/v1/namespaces/ns/pods/web:80/proxy/%252F%3F%23%FF%C3%A9+%28~;=,@:$&", "/%252F%3F%23%FF%C3%A9+%28~;=,@:$&")]
    [InlineData("/api/v1/namespaces/ns/pods/web:80/proxy/./a/../", "/")]
    public void What_follows_is_read_and_written_as_by_Kubernetes(string target, string rest) => RestOf(target).ShouldBe(rest);

    [Theory]
    [InlineData("/../../../exec/ns/other/c")]
    [InlineData("/%2e%2e/%2E%2e/exec/ns/other/c")]
    [InlineData("/a/../../exec/ns/other/c")]
    [InlineData("/..%2F..%2Fexec%2Fns%2Fother%2Fc")]
    [InlineData("/..\\..\\exec/ns/other/c")]
    public void No_path_leads_out_of_the_proxy(string rest)
    {
        var resolved = RestOf("/api/v1/namespaces/ns/pods/web/proxy" + rest);
        new Uri("http://node/podProxy/ns/web/80" + resolved).AbsolutePath.ShouldStartWith("/podProxy/ns/web/80/");
        Uri.UnescapeDataString(resolved).ShouldNotContain("..");
    }

    private static string RestOf(string target)
    {
        var context = new DefaultHttpContext();
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        return ProxyPath.RestOf(context, 7);
    }
}
