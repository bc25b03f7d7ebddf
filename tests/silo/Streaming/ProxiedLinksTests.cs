using System.Net;
using Orleans.Kube.Silo.Streaming.Proxy;
using Shouldly;
using Xunit;

namespace Orleans.Kube.Silo.Tests.Streaming;

public sealed class ProxiedLinksTests
{
    private const string Prefix = "/api/v1/namespaces/n/pods/p/proxy";

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
    public void Absolute_paths_lead_through_the_proxy(string page, string rewritten) => ProxiedLinks.Rewrite(page, Prefix).ShouldBe(rewritten);

    [Fact]
    public async Task Redirects_lead_through_the_proxy_and_other_content_is_left_alone()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.Found) { Content = new StringContent("""<a href="/x">""") };
        response.Headers.TryAddWithoutValidation("Location", "/next");
        await ProxiedLinks.RewriteAsync(response, Prefix, CancellationToken.None);
        response.Headers.Location!.OriginalString.ShouldBe(Prefix + "/next");
        (await response.Content.ReadAsStringAsync()).ShouldBe("""<a href="/x">""");
    }
}
