using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Ownership;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Grains.Writes;

/// <summary>The rules of an update: what stays whatever the author sends, and what the server counts.</summary>
public static class UpdateStep
{
    /// <summary>The object as its author may change it: the right object, defaulted, with what clients leave out filled in from the stored one.</summary>
    /// <exception cref="StatusException">It is about another object, or about a revision that is no longer the latest.</exception>
    public static KubeObject Normalize(WriteTurn turn, KubeObject wanted, KubeObject old)
    {
        Placement.Check(turn.Definition, turn.Key, wanted.Metadata);
        WritePreconditions.CheckVersion(turn.Key, wanted.Metadata, turn.Old!);
        return turn.Definition.Default(wanted with
        {
            ApiVersion = old.ApiVersion,
            Kind = old.Kind,
            Metadata = Metadata(wanted.Metadata, old.Metadata),
        });
    }

    /// <summary>The stored metadata in place of the author's, but for what binds the write to one object and revision.</summary>
    public static KubeObject WithStoredMetadata(WriteTurn turn, KubeObject wanted) => turn.Old is not { } old ? wanted : wanted with
    {
        Metadata = old.Decode(turn.Definition.ObjectType).Metadata with { Uid = wanted.Metadata.Uid, ResourceVersion = wanted.Metadata.ResourceVersion },
    };

    /// <summary>The final object: the next generation if what is wanted has changed, and no resourceVersion, which the commit gives.</summary>
    public static KubeObject Count(WriteTurn turn, KubeObject value, KubeObject old, string subresource)
    {
        var changes = subresource != SubresourceRules.Status && turn.Definition.HasGeneration && turn.Definition.ChangesDesiredState(value, old);
        var generation = changes ? old.Metadata.Generation + 1 : old.Metadata.Generation;
        return value with { Metadata = value.Metadata with { Generation = generation, ResourceVersion = "" } };
    }

    /// <summary>
    /// Whether a write would store what is stored. When owners of fields wrote is no difference: who says again what is so, and names besides what the server
    /// decides (a status, what admission puts right), has changed nothing.
    /// </summary>
    public static bool ChangesNothing(KubeObject value, KubeObject old)
    {
        var (owners, known) = (value.Metadata.ManagedFields, old.Metadata.ManagedFields);
        return Structural.Equal(value with { Metadata = value.Metadata with { ManagedFields = known, ResourceVersion = old.Metadata.ResourceVersion } }, old)
            && FieldTracking.DifferInTime(known, owners);
    }

    private static ObjectMeta Metadata(ObjectMeta wanted, ObjectMeta old) => wanted with
    {
        Name = old.Name,
        Namespace = old.Namespace,
        GenerateName = wanted.GenerateName.Length > 0 ? wanted.GenerateName : old.GenerateName,
        Uid = old.Uid,
        Generation = old.Generation,
        CreationTimestamp = old.CreationTimestamp,
        DeletionTimestamp = wanted.DeletionTimestamp ?? old.DeletionTimestamp,
        DeletionGracePeriodSeconds = wanted.DeletionGracePeriodSeconds ?? old.DeletionGracePeriodSeconds,
        SelfLink = "",
        ResourceVersion = "",
    };
}
