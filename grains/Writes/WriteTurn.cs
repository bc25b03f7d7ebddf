using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains.Writes;

/// <summary>What one attempt at a write works with. The steps are functions of it and of the object as it is stored.</summary>
/// <param name="Now">The time of the write, in whole seconds as timestamps have them.</param>
/// <param name="Old">The stored object, or null where there is none.</param>
public sealed record WriteTurn(
    ResourceDefinition Definition,
    ObjectKey Key,
    ApiObject? Old,
    WriteContext Context,
    IClusterView View,
    DateTimeOffset Now)
{
    /// <summary>What the client hears even when the write is refused.</summary>
    public WarningList Warnings { get; } = new();
}
