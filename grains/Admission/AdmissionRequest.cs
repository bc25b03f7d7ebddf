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
    IClusterView View);
