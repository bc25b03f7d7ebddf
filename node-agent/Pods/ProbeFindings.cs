namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>What the probes of one container have found; null where there is no finding yet.</summary>
/// <param name="Started">Whether the startup probe has succeeded.</param>
/// <param name="Ready">The last verdict of the readiness probe.</param>
/// <param name="Failure">Why the container is given up: <c>failed liveness probe</c>.</param>
/// <param name="Grace">How long that probe gives the container to end; null for as long as the pod does.</param>
public sealed record ProbeFindings(bool? Started = null, bool? Ready = null, string? Failure = null, TimeSpan? Grace = null);
