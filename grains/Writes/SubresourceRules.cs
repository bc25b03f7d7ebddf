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
    public static ApiObject Represent(WriteTurn turn, ApiObject stored, string subresource) =>
        subresource == Scale ? ApiObject.FromContent(stored.Key, ScaleStep.Owned(turn, stored)).At(stored.Revision) : stored;

    /// <summary>The stored object with the part that was written.</summary>
    /// <param name="turn">The write.</param>
    /// <param name="value">What was sent, or what a patch made of what the subresource shows.</param>
    /// <param name="old">The stored object.</param>
    /// <param name="subresource">The subresource; "" is the object itself.</param>
    /// <param name="applied">Whether the managedFields are what an apply made of them; else they are brought up to date.</param>
    /// <exception cref="StatusException">404: the kind has no such subresource.</exception>
    public static KubeObject Merge(WriteTurn turn, KubeObject value, KubeObject old, string subresource, bool applied)
    {
        if (subresource == Scale) return ScaleStep.Into(turn, (Scale)value, old, applied);
        var merged = Merge(turn.Definition, value, old, subresource);
        if (applied) return merged;
        // A write of a subresource cannot set managedFields.
        if (subresource.Length > 0) merged = merged with { Metadata = merged.Metadata with { ManagedFields = old.Metadata.ManagedFields } };
        return FieldOwnership.Record(turn, merged, old, subresource);
    }

    private static KubeObject Merge(ResourceDefinition definition, KubeObject value, KubeObject old, string subresource)
    {
        if (subresource.Length == 0) return definition.PrepareForUpdate(value, old);
        return definition.View(subresource)?.Prepare is { } prepare ? prepare(value, old) : throw Failures.PathNotFound();
    }
}
