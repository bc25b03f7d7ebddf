namespace Orleans.Kube.NodeAgent.Runtime;

/// <summary>The runtime refused or failed; the message is its own.</summary>
public sealed class RuntimeException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether what was named is not there.</summary>
    public bool IsNotFound { get; init; }
}
