namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>A command to run in a container.</summary>
public sealed record ExecSpec(IReadOnlyList<string> Command, bool Input = false, bool Terminal = false);
