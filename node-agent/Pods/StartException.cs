namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>A container could not be started; the reason is the one that its waiting state shows.</summary>
public sealed class StartException(string reason, string message) : Exception(message)
{
    public string Reason { get; } = reason;
}
