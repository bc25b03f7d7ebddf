using System.Net;
using Orleans.Kube.Silo.Streaming.Proxy;
using Shouldly;
using Xunit;

namespace Orleans.Kube.Silo.Tests.Streaming;

public sealed class ProxiedLinksTests
{
    private const string Prefix = "/api/v1/namespaces/n/pods/p/proxy";
    private static readonly ProxiedLinks Links = new(Prefix, "/x", "10.0.0.7:8080", "api:6443");

    [Theory]
    [InlineData("""<a href="/x">t</a>""", """<a href="/api/v1/namespaces/n/pods/p/proxy/x">t</a>""")]
    [InlineData("""<IMG alt='/a' SRC='/x?y=1'>""", """<IMG alt='/a' SRC='/api/v1/namespaces/n/pods/p/proxy/x?y=1'>""")]
    [InlineData("""<form method=post action=/send>""", """<form method=post action=/api/v1/namespaces/n/pods/p/proxy/send>""")]
    [InlineData("""<a href="x">t</a>""", """<a href="x">t</a>""")]
    [InlineData("""<a href="//elsewhere/x">t</a>""", """<a href="//elsewhere/x">t</a>""")]
    [InlineData("""<a href="http://elsewhere/x">t</a>""", """<a href="http://elsewhere/x">t</a>""")]
    [InlineData("""<a href="/api/v1/namespaces/n/pods/p/proxy/x">t</a>""", """<a href="/api/v1/namespaces/n/pods/p/proxy/x">t</a>""")]
    [InlineData("""<!-- <a href="/x"> --><p href="/x">""", """<!-- <a href="/x"> --><p href="/x">""")]
    [InlineData("""<script src="/s">"<a href='/x'>"</script>""", """<script src="/api/v1/namespaces/n/pods/p/proxy/s">"<a href='/x'>"</script>""")]
    public void Absolute_paths_lead_through_the_proxy(string page, string rewritten) => Links.Rewrite(page).ShouldBe(rewritten);

    [Theory]
    [InlineData("/next", Prefix + "/next")]
    [InlineData("/", Prefix + "/")]
    [InlineData("next", "next")]
    [InlineData("?x=1", "?x=1")]
    [InlineData("http://10.0.0.7:8080/next?x=1", Prefix + "/next?x=1")]
    [InlineData("//10.0.0.7:8080/next", Prefix + "/next")]
    [InlineData("http://10.0.0.7:8080", "http://10.0.0.7:8080")]
    [InlineData("https://api:6443/next", "https://api:6443" + Prefix + "/next")]
    [InlineData("https://api:6443" + Prefix + "/next", "https://api:6443" + Prefix + "/next")]
    [InlineData("http://10.0.0.7:80/next", "http://10.0.0.7:80/next")]
    [InlineData("http://elsewhere/next", "http://elsewhere/next")]
    [InlineData("mailto:/next", "mailto:/next")]
    public async Task Redirects_lead_through_the_proxy_and_other_content_is_left_alone(string location, string rewritten)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.Found) { Content = new StringContent("""<a href="/x">""") };
        response.Headers.TryAddWithoutValidation("Location", location);
        await Links.RewriteAsync(response, CancellationToken.None);
        response.Headers.NonValidated["Location"].ToString().ShouldBe(rewritten);
        (await response.Content.ReadAsStringAsync()).ShouldBe("""<a href="/x">""");
    }
}
