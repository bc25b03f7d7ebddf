namespace Orleans.Kube.NodeAgent.References;

/// <summary>Volumes of a pod cannot be made; one message for each.</summary>
public sealed class MountException(IReadOnlyList<string> failures) : ReferenceException(failures[0])
{
    public IReadOnlyList<string> Failures { get; } = failures;
}
