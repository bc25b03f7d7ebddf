using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.AutoscalingV1;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Ownership;
using Orleans.Kube.Model.Patch;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Grains.Writes;

/// <summary>Applies a patch to the latest state.</summary>
public static class PatchStep
{
    /// <summary>What the patch makes of the object, or of what its subresource shows of it.</summary>
    /// <exception cref="StatusException">The patch is malformed, does not apply, or makes something that is no such object.</exception>
    public static DecodedBody Apply(WriteTurn turn, PatchRequest request)
    {
        if (request.Kind == PatchKind.Apply) return ApplyConfiguration(turn, request);
        var old = turn.Old ?? throw Failures.NotFound(turn.Key.Resource, turn.Key.Name);
        var shown = SubresourceRules.Represent(turn, old, request.Subresource);
        var patched = ObjectPatch.Apply(SubresourceRules.PatchSchema(turn.Definition, request.Subresource), shown.Json.Span, request.Kind, request.Body);
        var result = SubresourceRules.ReadPatched(
            turn.Definition, request.Subresource, patched, Validation(turn.Context), request.Kind == PatchKind.StrategicMerge ? request.Body : default);
        CheckSubject(turn, result.Object);
        return result;
    }

    /// <summary>Server-side apply. It creates what is not there, and brings managedFields up to date itself.</summary>
    private static DecodedBody ApplyConfiguration(WriteTurn turn, PatchRequest request)
    {
        if (turn.Old is null && request.Subresource.Length > 0) throw Failures.NotFound(turn.Key.Resource, turn.Key.Name);
        var isScale = request.Subresource == SubresourceRules.Scale;
        var (definition, live) = isScale
            ? (ScaleDefinition.Instance, ScaleStep.Owned(turn, turn.Old!))
            : (turn.Definition, turn.Old?.Decode(turn.Definition.ObjectType));
        var writer = FieldOwnership.Writer(definition, turn.Context, request.Subresource);
        var applied = ServerSideApply.Apply(definition, live, request.Body, writer, request.Force, turn.Now);
        var validation = Validation(turn.Context);
        if (request.YamlProblem.Length > 0 && validation == FieldValidation.Strict) throw Failures.BadRequest($"error strict decoding YAML: {request.YamlProblem}");
        CheckSubject(turn, applied);
        return new DecodedBody(applied, request.YamlProblem.Length > 0 && validation == FieldValidation.Warn ? [request.YamlProblem] : []);
    }

    /// <summary>What came of a patch has to be the object that the request names.</summary>
    private static void CheckSubject(WriteTurn turn, KubeObject patched)
    {
        var uid = patched.Metadata.Uid;
        if (turn.Old is null && uid.Length > 0)
            throw Failures.Conflict(turn.Key.Resource, turn.Key.Name, $"uid mismatch: the provided object specified uid {uid}, and no existing object was found");
        Placement.Check(turn.Definition, turn.Key, patched.Metadata);
        if (patched.Metadata.Name.Length == 0) throw Failures.NameUndeterminable(turn.Key.Name);
        if (turn.Old is null || uid.Length == 0 || uid == turn.Old.Header.Uid) return;
        var scale = turn.Key.Resource with { Resource = $"{turn.Key.Resource.Resource}/scale" };
        throw patched is Scale
            ? Failures.Conflict(scale, turn.Key.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {turn.Old.Header.Uid}")
            : Failures.Invalid(turn.Definition.Group, turn.Definition.Kind, turn.Key.Name, [FieldError.Invalid("metadata.uid", uid, "field is immutable")]);
    }

    private static FieldValidation Validation(WriteContext context) => Enum.TryParse<FieldValidation>(context.FieldValidation, out var parsed) ? parsed : FieldValidation.Ignore;
}
