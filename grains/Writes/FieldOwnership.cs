using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Ownership;

namespace Orleans.Kube.Grains.Writes;

/// <summary>Keeps managedFields: who last decided which field.</summary>
public static class FieldOwnership
{
    private const string Unknown = "unknown";

    /// <summary>The object with its managedFields brought up to date after a create, replace or patch by the writer of this turn.</summary>
    public static KubeObject Record(WriteTurn turn, KubeObject value, KubeObject? old, string subresource) =>
        FieldTracking.Track(old, value, Writer(turn.Definition, turn.Context, subresource), turn.Now, turn.Definition.Compare);

    /// <summary>The writer of a request, as managedFields names it.</summary>
    public static FieldWriter Writer(ResourceDefinition definition, WriteContext context, string subresource) =>
        new(context.FieldManager.Length > 0 ? context.FieldManager : Unknown, definition.ApiVersion, subresource);
}
