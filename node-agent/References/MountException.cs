namespace Orleans.Kube.NodeAgent.References;

/// <summary>Volumes of a pod cannot be made; one message for each.</summary>
public sealed class MountException(IReadOnlyList<string> failures, IReadOnlyList<string> unmounted) : ReferenceException(failures[0])
{
    public IReadOnlyList<string> Failures { get; } = failures;

    /// <summary>The names of the volumes that were there to be mounted and could not be.</summary>
    public IReadOnlyList<string> Unmounted { get; } = unmounted;
}
