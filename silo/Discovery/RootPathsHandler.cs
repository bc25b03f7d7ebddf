using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Silo.Handlers;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Silo.Discovery;

/// <summary>/: the paths that are served.</summary>
public sealed class RootPathsHandler(Func<IEnumerable<string>> paths) : IPathHandler
{
    public IReadOnlyList<string> Roots { get; } = ["/"];

    public IEnumerable<string> Paths { get; } = [];

    public ValueTask HandleAsync(ApiRequest request) => Answer.WriteAsync(request.Http, 200,
        PrettyJson.Indent(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new RootPaths { Paths = [.. paths()] }, KubeJson.Options)), AcceptedForm.Json.ContentType);
}
