using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Grains.Writes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>A write that asks to be admitted.</summary>
/// <param name="Subresource">The subresource that is written, or empty.</param>
/// <param name="Old">The stored object; null on create.</param>
public sealed record AdmissionRequest(
    AdmissionOperation Operation,
    ResourceDefinition Definition,
    ObjectKey Key,
    string Subresource,
    KubeObject? Old,
    WriteContext Context,
    IClusterView View)
{
    /// <summary>What the client is to be warned of.</summary>
    public WarningList Warnings { get; init; } = new();

    public void Warn(string warning) => Warnings.Add(warning);

    /// <summary>What is sent to a subresource in place of the object: an Eviction, a Binding, the options of a connection. Null for all else.</summary>
    public TypeMeta? Sent { get; init; }

    /// <summary>The object as plugins that look at what is sent see it: none when it goes, or when something else is sent.</summary>
    /// <param name="value">The object after the write.</param>
    public KubeObject? Shown(KubeObject value) => Operation == AdmissionOperation.Delete || Sent is not null ? null : value;
}
