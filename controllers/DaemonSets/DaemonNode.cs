namespace Orleans.Kube.Controllers.DaemonSets;

/// <summary>A node as a DaemonSet sees it.</summary>
/// <param name="Run">A pod should be started there.</param>
/// <param name="Stay">A pod that runs there may stay.</param>
internal readonly record struct DaemonNode(string Name, bool Run, bool Stay);
