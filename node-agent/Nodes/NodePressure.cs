namespace Orleans.Kube.NodeAgent.Nodes;

/// <summary>Which of the machine's resources run short.</summary>
public sealed record NodePressure(bool Memory = false, bool Disk = false, bool Pids = false);
