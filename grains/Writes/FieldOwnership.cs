using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Ownership;

namespace Orleans.Kube.Grains.Writes;

/// <summary>Keeps managedFields: who last decided which field.</summary>
public static class FieldOwnership
{
    /// <summary>The object with its managedFields brought up to date after a create, replace or patch by the writer of this turn.</summary>
    public static KubeObject Record(WriteTurn turn, KubeObject value, KubeObject? old, string subresource) =>
        FieldTracking.Track(old, value, Writer(turn, subresource), turn.Now);

    /// <summary>The object after a server-side apply, its managedFields already up to date.</summary>
    public static DecodedBody Apply(WriteTurn turn, PatchRequest request)
    {
        var live = turn.Old?.Decode(turn.Definition.ObjectType);
        var value = ServerSideApply.Apply(turn.Definition, live, request.Body, Writer(turn, request.Subresource), request.Force, turn.Now);
        return new DecodedBody(value, []);
    }

    private static FieldWriter Writer(WriteTurn turn, string subresource) =>
        new(turn.Context.FieldManager.Length > 0 ? turn.Context.FieldManager : "unknown", turn.Definition.ApiVersion, subresource);
}
