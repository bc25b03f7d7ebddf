using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Aggregation;
using Orleans.Kube.Silo.ApiExtensions;
using Orleans.Kube.Silo.Handlers;
using Orleans.Kube.Silo.Hosting;
using Orleans.Kube.Silo.Pipeline;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Silo.Discovery;

/// <summary>/api and /apis: discovery in both its forms, from documents made at the first request.</summary>
public sealed class DiscoveryHandler(ResourceRegistry registry, CustomResources custom, RemoteDiscovery remote, ServerAddresses addresses) : IPathHandler
{
    private readonly PerEdition<DiscoveryDocuments> _documents = new(registry, custom, static r => new DiscoveryDocuments(r));
    private readonly PerEdition<Dictionary<(string Path, string Version), AggregatedDiscovery>> _aggregated = new(registry, custom, Aggregate);

    public IReadOnlyList<string> Roots { get; } = ["/api", "/apis"];

    public IEnumerable<string> Paths => _documents.Value.Paths.Union(remote.Paths);

    public async ValueTask HandleAsync(ApiRequest request)
    {
        var path = request.Info.Path.TrimEnd('/');
        var document = path == "/api" ? null : Find(path);
        if (document is null && path != "/api")
        {
            if (path[..path.LastIndexOf('/')] is var parent and not ("" or "/apis") && Find(parent) is not null) throw Failures.PathNotFound();
            await Answer.WriteTextAsync(request.Http, 404, "404 page not found\n");
            return;
        }

        if (!IsOfGroups(path))
        {
            if (request.Http.Request.Method != "GET") throw Failures.MethodNotAllowed();
            RouteCheck.RequireForm(request.Http.Request, ContentNegotiation.Spoken);
        }

        var form = ContentNegotiation.Choose(request.Http.Request, f => f.Shape == AnswerShape.Object || (f.Shape == AnswerShape.AggregatedDiscovery && path is "/api" or "/apis"));
        if (form.Shape == AnswerShape.AggregatedDiscovery && _aggregated.Value.TryGetValue((path, form.Version), out var aggregated))
            await WriteAsync(request, path == "/apis" && !remote.IsEmpty ? aggregated.With(await remote.WithResourcesAsync(aggregated.Body, request.Aborted)) : aggregated);
        else if (document is null) await Answer.WriteAsync(request.Http, 200, DiscoveryDocuments.Versions with { ServerAddressByClientCIDRs = addresses.For(request.Http) }, form);
        else await Answer.WriteAsync(request.Http, 200, document, form);
    }

    /// <summary>Where groups are told of whatever the method; versions are told of to GET alone.</summary>
    private static bool IsOfGroups(string path) => path == "/apis" || (path.StartsWith("/apis/", StringComparison.Ordinal) && path.AsSpan("/apis/".Length).IndexOf('/') < 0 && path != "/apis/apiregistration.k8s.io");

    private byte[]? Find(string path)
    {
        if (_documents.Value.Find(path) is { } own) return path == "/apis" && !remote.IsEmpty ? remote.WithGroups(own) : own;
        if (path.Split('/', StringSplitOptions.RemoveEmptyEntries) is not ["apis", var name] || remote.Group(name) is not { } group) return null;
        (group["kind"], group["apiVersion"]) = ("APIGroup", "v1");
        return System.Text.Encoding.UTF8.GetBytes(group.ToJsonString());
    }

    private static ValueTask WriteAsync(ApiRequest request, AggregatedDiscovery document)
    {
        var response = request.Http.Response;
        response.Headers.Vary = "Accept";
        response.Headers.ETag = document.ETag;
        response.Headers.CacheControl = "public";
        if (request.Http.Request.Headers.IfNoneMatch == document.ETag)
        {
            response.StatusCode = 304;
            return default;
        }

        return Answer.WriteAsync(request.Http, 200, document.Body, document.ContentType);
    }

    private static Dictionary<(string Path, string Version), AggregatedDiscovery> Aggregate(ResourceRegistry registry) => new()
    {
        [("/api", "v2")] = new AggregatedDiscovery(registry, core: true, "v2"),
        [("/apis", "v2")] = new AggregatedDiscovery(registry, core: false, "v2"),
        [("/api", "v2beta1")] = new AggregatedDiscovery(registry, core: true, "v2beta1"),
        [("/apis", "v2beta1")] = new AggregatedDiscovery(registry, core: false, "v2beta1"),
    };
}
