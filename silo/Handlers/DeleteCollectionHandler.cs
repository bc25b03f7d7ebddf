using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Silo.Lists;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Writes;

namespace Orleans.Kube.Silo.Handlers;

/// <summary>deletecollection: deletes each selected object through its grain, several at a time, and answers with them as they were.</summary>
public sealed class DeleteCollectionHandler(ListReader reader, ListWriter output, GrainWriter writer) : IActiveSiloHandler
{
    private const int AtOnce = 16;

    public async ValueTask HandleAsync(ApiRequest request)
    {
        var parameters = ListParameters.Read(request);
        var selection = ObjectSelection.Of(request, parameters);
        var options = await DeleteParameters.ReadAsync(request);
        var page = await reader.ReadAsync(request, parameters, selection);
        var deletion = new DeleteRequest(DeleteParameters.Encode(options), DeleteHandler.Context(request, options));
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = request.Aborted };
        await Parallel.ForAsync(0, page.Objects.Count, parallel, async (i, _) => await DeleteAsync(request, page.Objects[i].Key, deletion));
        await output.WriteAsync(request, page);
    }

    /// <summary>What is gone already needs no deletion.</summary>
    private async Task DeleteAsync(ApiRequest request, ObjectKey key, DeleteRequest deletion)
    {
        try
        {
            GrainWriter.Require(await writer.DeleteAsync(key, deletion).WaitAsync(request.GivenUp));
        }
        catch (StatusException refusal) when (refusal.Reason == StatusReason.NotFound)
        {
            // Somebody else was faster.
        }
    }
}
