using Orleans.Kube.Model.Networking;

namespace Orleans.Kube.Controllers.Services;

/// <summary>What to do about a ServiceCIDR.</summary>
/// <param name="Content">The object with its finalizer added or removed, or null.</param>
/// <param name="Status">The status to write, or null.</param>
/// <param name="Due">When to look again although nothing changed.</param>
public sealed record ServiceRangePlan(ServiceCIDR? Content = null, ServiceCIDRStatus? Status = null, DateTimeOffset? Due = null);
