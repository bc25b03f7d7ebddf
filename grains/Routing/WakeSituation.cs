using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>What rules may look at beside the change itself.</summary>
/// <param name="View">A snapshot at or after the change.</param>
/// <param name="Selectors">The selectors of services and controllers.</param>
public sealed record WakeSituation(IClusterView View, SelectorIndex Selectors, ResourceRegistry Registry);
