using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Silo.Handlers;

/// <summary>get: one object from memory, in the form that the client wants.</summary>
public sealed class GetHandler(IClusterState cluster, ObjectAnswer answer) : IRequestHandler
{
    public async ValueTask HandleAsync(ApiRequest request)
    {
        var version = ResourceVersionQuery.Read(request);
        var view = await version.ViewAsync(cluster, request.Aborted);
        var key = request.Key;
        var found = view.Find(key) ?? throw Failures.NotFound(request.Definition.Resource, key.Name);
        await answer.WriteAsync(request, found, 200);
    }
}
