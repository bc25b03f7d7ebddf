using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;

namespace Orleans.Kube.Grains.Writes;

/// <summary>Applies a patch to the latest state.</summary>
public static class PatchStep
{
    /// <summary>What the patch makes of the object, or of what its subresource shows of it.</summary>
    /// <exception cref="StatusException">The patch is malformed, does not apply, or makes something that is no such object.</exception>
    public static DecodedBody Apply(WriteTurn turn, PatchRequest request)
    {
        if (request.Kind == PatchKind.Apply) return FieldOwnership.Apply(turn, request);
        var old = turn.Old ?? throw Failures.NotFound(turn.Key.Resource, turn.Key.Name);
        var type = SubresourceRules.BodyType(turn.Definition, request.Subresource);
        var shown = SubresourceRules.Represent(turn.Definition, old, request.Subresource);
        var patched = ObjectPatch.Apply(type, shown.Json.Span, request.Kind, request.Body);
        return BodyReader.ReadPatched(type, patched, Validation(turn.Context));
    }

    private static FieldValidation Validation(WriteContext context) => Enum.TryParse<FieldValidation>(context.FieldValidation, out var parsed) ? parsed : FieldValidation.Ignore;
}
