using Orleans.Kube.Model.Expressions.Types;

namespace Orleans.Kube.Controllers.AdmissionPolicies;

/// <summary>A kind that a policy's rules name.</summary>
/// <param name="Kind">As warnings show it: <c>apps/v1, Kind=Deployment</c>.</param>
/// <param name="Type">What expressions see of its objects.</param>
public sealed record PolicySubject(string Kind, CelType Type);
