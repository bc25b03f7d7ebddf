using Microsoft.AspNetCore.Http.Features;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Handlers;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Streaming;

namespace Orleans.Kube.Silo.Peers;

/// <summary>Passes on to the active silo what only that one can answer: writes, and all that reaches nodes.</summary>
public sealed class PeerProxy(ActiveSilo active, PeerConnection connection, StreamOptions options)
{
    /// <summary>Whether a request that this handler would answer has to be passed on.</summary>
    public bool Takes(ApiRequest request, IRequestHandler handler) =>
        !active.IsHere && (handler is IActiveSiloHandler || (request.Info is { IsResource: true, Verb: "get" or "list" } && request.IsComputed));

    /// <exception cref="StatusException">503: no silo is active at this moment, or it cannot be reached.</exception>
    public async Task ForwardAsync(ApiRequest request)
    {
        if (PeerAuthenticator.IsPassedOn(request.Http) || active.Address is not { } address) throw PeerConnection.Unavailable("no control plane is active");
        LastingConnection.Prepare(request.Http, options);
        var target = request.Http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "/";
        using var message = HttpRelay.Request(request.Http, new Uri(address, target.StartsWith('/') ? target : new Uri(target).PathAndQuery));
        HttpRelay.KeepHost(message, request.Http);
        using var response = await connection.SendAsync(message, request.User, request.Aborted);
        await HttpRelay.AnswerAsync(request.Http, response);
    }
}
