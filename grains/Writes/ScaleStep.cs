using Orleans.Kube.Model;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.AutoscalingV1;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Ownership;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Grains.Writes;

/// <summary>The rules of a write of the scale subresource: the scale is changed as an object of its own, then its object follows.</summary>
public static class ScaleStep
{
    /// <summary>The scale of the stored object with those who own its fields.</summary>
    /// <exception cref="StatusException">404: the kind has no scale.</exception>
    public static Scale Owned(WriteTurn turn, ApiObject stored)
    {
        var access = turn.Definition.Scale ?? throw Failures.PathNotFound();
        var scale = (Scale)ScaleRepresentation.Of(turn.Definition, stored).Decode(typeof(Scale));
        return scale with { Metadata = scale.Metadata with { ManagedFields = ScaleOwners.OfScale(stored.Decode(turn.Definition.ObjectType).Metadata.ManagedFields, access) } };
    }

    /// <summary>The stored object with the replicas, and their owners, of a scale.</summary>
    /// <param name="turn">The write.</param>
    /// <param name="wanted">The scale that is wanted.</param>
    /// <param name="old">The stored object.</param>
    /// <param name="applied">Whether the scale's managedFields are what an apply made of them.</param>
    /// <exception cref="StatusException">404: the kind has no scale; 422: there cannot be as many replicas.</exception>
    public static KubeObject Into(WriteTurn turn, Scale wanted, KubeObject old, bool applied)
    {
        var before = Owned(turn, turn.Old!);
        var scale = applied ? wanted : Tracked(turn, before, wanted);
        if (turn.Definition.ObjectType != typeof(CustomObject)) Check(turn, scale);
        var access = turn.Definition.Scale!;
        var resized = access.WithReplicas(old, scale.Spec.Replicas);
        var known = old.Metadata.ManagedFields;
        var owners = ScaleOwners.OfObject(known, scale.Metadata.ManagedFields, access, turn.Definition.ApiVersion);
        if (scale.Spec.Replicas == before.Spec.Replicas && FieldTracking.DifferInTime(known, owners)) return old;
        return resized with { Metadata = resized.Metadata with { ManagedFields = owners } };
    }

    /// <summary>The scale with its managedFields brought up to date; those that its author sent count for nothing.</summary>
    private static Scale Tracked(WriteTurn turn, Scale before, Scale wanted)
    {
        var owned = wanted with { Metadata = wanted.Metadata with { ManagedFields = before.Metadata.ManagedFields } };
        return FieldTracking.Track(before, owned, FieldOwnership.Writer(ScaleDefinition.Instance, turn.Context, SubresourceRules.Scale), turn.Now);
    }

    private static void Check(WriteTurn turn, Scale scale)
    {
        if (ScaleDefinition.Instance.Validate(scale) is { Count: > 0 } errors) throw Failures.Invalid("autoscaling", "Scale", turn.Key.Name, errors);
    }
}
