using Orleans.Kube.Model;
using Orleans.Kube.Model.AutoscalingV1;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Grains.Writes;

/// <summary>
/// What a write of the object or of a subresource changes: each rule takes what was sent and the stored object, and gives the stored object
/// with nothing but the subresource's part changed.
/// </summary>
public static class SubresourceRules
{
    public const string Status = "status";
    public const string Scale = "scale";

    /// <summary>The record that a write of this subresource sends.</summary>
    public static Type BodyType(ResourceDefinition definition, string subresource) => subresource == Scale ? typeof(Scale) : definition.ObjectType;

    /// <summary>What strategic merge patches of this subresource merge by. The cluster's own parts send them for every kind: all have metadata.</summary>
    public static TypeSchema PatchSchema(ResourceDefinition definition, string subresource) =>
        subresource == Scale ? TypeSchema.Of(typeof(Scale)) : definition.Schema;

    /// <summary>Decodes what a patch made of what this subresource shows.</summary>
    public static DecodedBody ReadPatched(
        ResourceDefinition definition, string subresource, ReadOnlySpan<byte> json, FieldValidation validation, ReadOnlySpan<byte> strategicPatch) =>
        subresource == Scale ? BodyReader.ReadPatched(typeof(Scale), json, validation, strategicPatch) : BodyReader.ReadPatched(definition, json, validation, strategicPatch);

    /// <summary>What a patch of this subresource is applied to.</summary>
    public static ApiObject Represent(ResourceDefinition definition, ApiObject stored, string subresource) =>
        subresource == Scale ? ScaleRepresentation.Of(definition, stored) : stored;

    /// <summary>The stored object with the part that was written.</summary>
    /// <exception cref="StatusException">404: the kind has no such subresource.</exception>
    public static KubeObject Merge(WriteTurn turn, KubeObject value, KubeObject old, string subresource)
    {
        var definition = turn.Definition;
        if (subresource.Length == 0) return definition.PrepareForUpdate(value, old);
        if (subresource == Scale && definition.Scale is { } access) return access.WithReplicas(old, ((Scale)value).Spec.Replicas);
        return definition.View(subresource)?.Prepare is { } prepare ? prepare(value, old) : throw Failures.PathNotFound();
    }
}
