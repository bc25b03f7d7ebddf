using Orleans.Kube.Grains;
using Orleans.Kube.Silo.Lists;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Silo.Handlers;

/// <summary>list: a page of a collection, straight from a snapshot.</summary>
public sealed class ListHandler(ListReader reader, ObjectConversion conversion, ListWriter writer) : IRequestHandler
{
    public async ValueTask HandleAsync(ApiRequest request)
    {
        var parameters = ListParameters.Read(request);
        ContentNegotiation.ForObjects(request.Http.Request);
        var page = await reader.ReadAsync(request, parameters, ObjectSelection.Of(request, parameters));
        await writer.WriteAsync(request, page with { Objects = await conversion.ToVersionAsync(request.Definition, page.Objects) });
    }
}
