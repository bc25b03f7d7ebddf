using Orleans.Kube.Silo.Lists;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Handlers;

/// <summary>list: a page of a collection, straight from a snapshot.</summary>
public sealed class ListHandler(ListReader reader, ListWriter writer) : IRequestHandler
{
    public async ValueTask HandleAsync(ApiRequest request) => await writer.WriteAsync(request, await reader.ReadAsync(request));
}
