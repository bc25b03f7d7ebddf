using Microsoft.AspNetCore.Http.Features;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Handlers;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Streaming;

namespace Orleans.Kube.Silo.Aggregation;

/// <summary>Passes requests for a group that another API server serves on to that one.</summary>
public sealed class RemoteApiHandler(RemoteApis remotes, StreamOptions options) : IActiveSiloHandler
{
    public async ValueTask HandleAsync(ApiRequest request)
    {
        var api = remotes.Find(request.Info.Path) ?? throw Failures.PathNotFound();
        if (RemoteApis.IsUnavailable(api)) throw Failures.ServiceUnavailable("service unavailable");
        LastingConnection.Prepare(request.Http, options);
        var target = request.Http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "/";
        using var message = HttpRelay.Request(request.Http, RemoteApis.AddressOf(api.Spec, target.StartsWith('/') ? target : new Uri(target).PathAndQuery));
        using var response = await remotes.SendAsync(api, message, request.User, request.Aborted);
        await HttpRelay.AnswerAsync(request.Http, response);
    }
}
