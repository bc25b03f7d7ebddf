using Orleans.Kube.GrainInterfaces;
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
    private List<string>? _warnings;

    /// <summary>What the client is to be warned of.</summary>
    public IReadOnlyList<string> Warnings => _warnings ?? [];

    public void Warn(string warning) => (_warnings ??= []).Add(warning);

    /// <summary>The options of a connection; null for all else.</summary>
    public TypeMeta? Connection { get; init; }
}
