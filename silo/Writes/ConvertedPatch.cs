using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Grains;
using Orleans.Kube.Grains.Writes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Silo.Writes;

/// <summary>
/// Patches an object in a version whose fields its grain does not know (autoscaling/v1, events.k8s.io): applied here to the object as the client
/// sees it, and written as a replacement of exactly that state, again when somebody else was faster.
/// </summary>
public sealed class ConvertedPatch(IClusterState cluster, GrainWriter writer, TimeProvider time)
{
    private const int Attempts = 5;

    /// <exception cref="StatusException">404, or the patch does not apply.</exception>
    public async ValueTask<ObjectReply> ApplyAsync(ApiRequest request, PatchRequest patch)
    {
        var applied = patch.Kind == PatchKind.Apply;
        for (var attempt = 1; ; attempt++)
        {
            var view = await cluster.LatestAsync(request.Aborted);
            var stored = view.Find(request.Key);
            var turn = new WriteTurn(request.Definition, request.Key, Shown(request, stored), patch.Context, view, time.WholeSeconds());
            var patched = PatchStep.Apply(turn, patch);
            if (patch.Subresource.Length == 0) VersionRules.Check(request.Definition, patched.Object, Representation.Shown(request.Definition, stored));
            var reply = stored is null
                ? await writer.CreateAsync(request.Key, new CreateRequest(Content(request, patch, patched.Object), patch.Context, applied)).WaitAsync(request.GivenUp)
                : await writer.ReplaceAsync(request.Key, new ReplaceRequest(Content(request, patch, patched.Object), patch.Subresource, patch.Context, Applied: applied)).WaitAsync(request.GivenUp);
            if (attempt == Attempts || !GrainWriter.IsRefusedAs(reply, StatusReason.Conflict) || cluster.Current.Find(request.Key)?.Revision == stored?.Revision)
                return reply with { Warnings = [.. patched.Warnings, .. reply.Warnings] };
        }
    }

    private static ApiObject? Shown(ApiRequest request, ApiObject? stored) => stored is null ? null
        : ApiObject.FromContent(request.Key, Representation.Content(request.Definition, stored)).At(stored.Revision);

    private static ApiObject Content(ApiRequest request, PatchRequest patch, KubeObject value) =>
        ApiObject.FromContent(request.Key, patch.Subresource == SubresourceRules.Scale ? value : request.Definition.ToStored(value));
}
