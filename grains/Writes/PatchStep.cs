using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
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
        if (request.Kind == PatchKind.Apply && request.Subresource != SubresourceRules.Scale) return ApplyConfiguration(turn, request);
        var old = turn.Old ?? throw Failures.NotFound(turn.Key.Resource, turn.Key.Name);
        var shown = SubresourceRules.Represent(turn.Definition, old, request.Subresource);
        var kind = request.Kind == PatchKind.Apply ? PatchKind.Merge : request.Kind;
        var patched = ObjectPatch.Apply(SubresourceRules.PatchSchema(turn.Definition, request.Subresource), shown.Json.Span, kind, request.Body);
        var result = SubresourceRules.ReadPatched(turn.Definition, request.Subresource, patched, Validation(turn.Context), kind == PatchKind.StrategicMerge ? request.Body : default);
        if (result.Object.Metadata.Name.Length == 0) throw Failures.NameUndeterminable(turn.Key.Name);
        return result.Object.Metadata.Uid is { Length: > 0 } uid && uid != old.Header.Uid
            ? throw Failures.Invalid(turn.Definition.Group, turn.Definition.Kind, turn.Key.Name, [FieldError.Invalid("metadata.uid", uid, "field is immutable")])
            : result;
    }

    /// <summary>Server-side apply. It creates what is not there, and brings managedFields up to date itself.</summary>
    private static DecodedBody ApplyConfiguration(WriteTurn turn, PatchRequest request)
    {
        var definition = turn.Definition;
        if (turn.Old is null && request.Subresource.Length > 0) throw Failures.NotFound(turn.Key.Resource, turn.Key.Name);
        var validation = Validation(turn.Context);
        var sent = BodyReader.Read(definition, request.Body, validation == FieldValidation.Strict ? FieldValidation.Warn : validation);
        var applied = ServerSideApply.Apply(
            definition, turn.Old?.Decode(definition.ObjectType), request.Body,
            FieldOwnership.Writer(definition, turn.Context, request.Subresource), request.Force, turn.Now);
        // What a configuration names and the schema does not has been refused by now, in the words of the merge.
        return validation == FieldValidation.Strict && sent.Warnings.Count > 0
            ? throw Failures.BadRequest($"error strict decoding YAML: {string.Join(", ", sent.Warnings)}")
            : new DecodedBody(applied, sent.Warnings);
    }

    private static FieldValidation Validation(WriteContext context) => Enum.TryParse<FieldValidation>(context.FieldValidation, out var parsed) ? parsed : FieldValidation.Ignore;
}
