using Orleans.Kube.Model;

namespace Orleans.Kube.GrainInterfaces;

/// <summary>What an object's grain persists (state <c>object</c>, storage <c>ledger</c>): the object, or null where there is none.</summary>
/// <remarks>
/// The storage provider commits <see cref="Object"/> with a compare-and-set on the ETag, which is the object's last revision, and
/// replaces it with the committed instance. ClearStateAsync removes the object, with <see cref="Object"/> as its last state.
/// </remarks>
[GenerateSerializer]
public sealed class ObjectState
{
    [Id(0)]
    public ApiObject? Object { get; set; }
}
