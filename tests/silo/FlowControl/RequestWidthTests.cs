using Microsoft.AspNetCore.Http;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Silo.FlowControl;
using Orleans.Kube.Silo.Requests;
using Shouldly;
using Xunit;

namespace Orleans.Kube.Silo.Tests.FlowControl;

public sealed class RequestWidthTests
{
    [Theory]
    [InlineData("/api/v1/pods", 10)]
    [InlineData("/api/v1/namespaces/ns/pods", 3)]
    [InlineData("/api/v1/namespaces/other/pods", 1)]
    [InlineData("/api/v1/pods?limit=500", 5)]
    [InlineData("/api/v1/pods?limit=500&continue=x", 5)]
    [InlineData("/api/v1/pods?limit=x", 10)]
    [InlineData("/api/v1/pods?limit=-1", 10)]
    [InlineData("/api/v1/pods?limit=500&labelSelector=a", 10)] // it looks at all to find those
    [InlineData("/api/v1/pods?limit=500&fieldSelector=spec.nodeName%3Dn", 10)]
    [InlineData("/api/v1/pods?fieldSelector=metadata.name%3Dp", 1)]
    [InlineData("/api/v1/namespaces/ns/pods/p", 1)]
    [InlineData("/apis/events.k8s.io/v1/events", 2)] // stored as events of the core group
    [InlineData("/api/v1/pods?watch=true", 1)]
    [InlineData("/api/v1/pods?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan", 10)]
    [InlineData("/apis/nobody.knows/v1/things", 1)]
    [InlineData("/version", 1)]
    public void A_list_takes_a_seat_for_each_hundred_objects_that_it_looks_at(string url, int seats)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = "GET";
        (http.Request.Path, http.Request.QueryString) = url.Split('?') is [var path, var query] ? (path, new QueryString("?" + query)) : (url, default);
        new RequestWidth(new ResourceRegistry(BuiltInResources.Create()), Count).Of(new ApiRequest(http, RequestInfoParser.Parse(http.Request)), most: 10).ShouldBe(seats);
    }

    [Fact]
    public void It_takes_no_more_than_it_may()
    {
        var http = new DefaultHttpContext();
        (http.Request.Method, http.Request.Path) = ("GET", "/api/v1/pods");
        new RequestWidth(new ResourceRegistry(BuiltInResources.Create()), Count).Of(new ApiRequest(http, RequestInfoParser.Parse(http.Request)), most: 4).ShouldBe(4);
    }

    private static int Count(GroupResource resource, string? @namespace) => (resource.ToString(), @namespace) switch
    {
        ("pods", null) => 10_000,
        ("pods", "ns") => 201,
        ("events", null) => 150,
        _ => 0,
    };
}
