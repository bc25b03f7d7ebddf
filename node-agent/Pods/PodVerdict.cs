namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>The node ends a pod for good: its phase becomes Failed with this reason.</summary>
public sealed record PodVerdict(string Reason, string Message);
