using Microsoft.AspNetCore.Http;
using Orleans.Kube.NodeAgent.Http;

namespace Orleans.Kube.NodeAgent.Tests.Http;

public class PathRedirectMiddlewareTests
{
    [Theory]
    [InlineData("http://api:6443/logs/?tail=1", "/logs/?tail=1")]
    [InlineData("http://elsewhere/logs/", "http://elsewhere/logs/")]
    [InlineData("/logs/", "/logs/")]
    [InlineData("", "")]
    public async Task A_redirect_on_the_same_server_names_the_path_alone(string location, string written)
    {
        var context = new DefaultHttpContext { Request = { Host = new HostString("api", 6443) } };
        await new PathRedirectMiddleware(c =>
        {
            if (location.Length > 0) c.Response.Headers.Location = location;
            return Task.CompletedTask;
        }).InvokeAsync(context);
        context.Response.Headers.Location.ToString().ShouldBe(written);
    }
}
