namespace Orleans.Kube.NodeAgent.References;

/// <summary>A pod refers to something that is not there; the message is the one that kubelet shows.</summary>
public class ReferenceException(string message) : Exception(message)
{
    /// <summary>Whether it was not even found out what is to be had, as of a volume whose claim leads nowhere.</summary>
    public bool IsUnresolved { get; init; }
}
