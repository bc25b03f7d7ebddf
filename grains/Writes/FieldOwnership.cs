using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Ownership;

namespace Orleans.Kube.Grains.Writes;

/// <summary>Keeps managedFields: who last decided which field. What admission and the server decide afterwards is nobody's.</summary>
public static class FieldOwnership
{
    private const string Unknown = "unknown";

    /// <summary>The object with the managedFields of its creation by the writer of this turn, who decides nothing about its status.</summary>
    public static KubeObject RecordCreation(WriteTurn turn, KubeObject value)
    {
        var owned = turn.Definition.HasStatus ? turn.Definition.WithStatusOf(value, FieldTracking.Empty(turn.Definition.ObjectType)) : value;
        var tracked = FieldTracking.Track(null, owned, Writer(turn.Definition, turn.Context, ""), turn.Now, turn.Definition.Compare);
        return value with { Metadata = value.Metadata with { ManagedFields = tracked.Metadata.ManagedFields } };
    }

    /// <summary>The object with its managedFields brought up to date after a replace or patch by the writer of this turn.</summary>
    public static KubeObject Record(WriteTurn turn, KubeObject value, KubeObject old, string subresource) =>
        FieldTracking.Track(old, value, Writer(turn.Definition, turn.Context, subresource), turn.Now, turn.Definition.Compare);

    /// <summary>The writer of a request, as managedFields names it.</summary>
    public static FieldWriter Writer(ResourceDefinition definition, WriteContext context, string subresource) =>
        new(context.FieldManager.Length > 0 ? context.FieldManager : Unknown, definition.ApiVersion, subresource);
}
