using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Grains.Writes;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Silo.Writes;

/// <summary>
/// Patches an object in a version that is not the stored one, whose fields the grain does not know: applied here to the object as the client
/// sees it, and written as a replacement of exactly that state, again when somebody else was faster.
/// </summary>
public sealed class ConvertedPatch(IClusterState cluster, GrainWriter writer)
{
    private const int Attempts = 5;
    private const string Accepted = "application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json";

    /// <exception cref="StatusException">404, or the patch does not apply.</exception>
    public async ValueTask<ObjectReply> ApplyAsync(ApiRequest request, PatchRequest patch)
    {
        if (patch.Kind == PatchKind.Apply) throw Failures.UnsupportedMediaType(Accepted);
        for (var attempt = 1; ; attempt++)
        {
            var view = await cluster.LatestAsync(request.Aborted);
            var stored = view.Find(request.Key) ?? throw Failures.NotFound(request.Definition.Resource, request.Info.Name);
            var json = ObjectPatch.Apply(SubresourceRules.PatchSchema(request.Definition, ""), Representation.Json(request.Definition, stored).Span, patch.Kind, patch.Body);
            var decoded = BodyReader.ReadPatched(request.Definition, json, WriteParameters.Validation(patch.Context));
            var content = ObjectBody.ForGrain(request.Definition, request.Key, decoded.Object);
            var reply = await writer.ReplaceAsync(request.Key, new ReplaceRequest(content, patch.Subresource, patch.Context));
            if (attempt == Attempts || !GrainWriter.IsRefusedAs(reply, StatusReason.Conflict) || cluster.Current.Find(request.Key)?.Revision == stored.Revision) return reply;
        }
    }
}
