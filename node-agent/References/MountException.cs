namespace Orleans.Kube.NodeAgent.References;

/// <summary>Volumes of a pod cannot be made.</summary>
/// <param name="failures">Which, and why.</param>
/// <param name="unmounted">The names of the volumes that were there to be mounted and could not be.</param>
public sealed class MountException(IReadOnlyList<MountFailure> failures, IReadOnlyList<string> unmounted) : ReferenceException(failures[0].Message)
{
    public IReadOnlyList<MountFailure> Failures { get; } = failures;

    public IReadOnlyList<string> Unmounted { get; } = unmounted;
}
