namespace Orleans.Kube.NodeAgent.Joining;

/// <summary>The machine cannot join; the message says why.</summary>
public sealed class JoinException(string message) : Exception(message);
