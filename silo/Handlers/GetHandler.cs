using Orleans.Kube.Model;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Computed;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Silo.Handlers;

/// <summary>get: one object from memory, in the form that the client wants.</summary>
public sealed class GetHandler(IClusterState cluster, ComputedResources computed, ObjectAnswer answer) : IRequestHandler
{
    public async ValueTask HandleAsync(ApiRequest request)
    {
        var found = request.Definition.Virtual ? await ComputeAsync(request) : await FindAsync(request);
        await answer.WriteAsync(request, found ?? throw Failures.NotFound(request.Definition is { Virtual: true, Plural: "componentstatuses" } ? new GroupResource("", "componentstatus") : request.Definition.Resource, request.Info.Name), 200);
    }

    private async ValueTask<ApiObject?> FindAsync(ApiRequest request)
    {
        var view = await ResourceVersionQuery.OfGet(request).ViewAsync(cluster, request.Aborted);
        return view.Find(request.Key);
    }

    private async ValueTask<ApiObject?> ComputeAsync(ApiRequest request) =>
        (await computed.ListAsync(request.Definition.Resource, request.NamespaceScope, request.Aborted)).FirstOrDefault(o => o.Key.Name == request.Info.Name);
}
