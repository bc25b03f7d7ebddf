namespace Orleans.Kube.NodeAgent.References;

/// <summary>A step on the way to a volume failed that is told under a name of its own, such as <c>MapVolume.MapBlockVolume failed</c>.</summary>
/// <param name="step">Which, as far as the volume's name.</param>
/// <param name="volume">The name of the persistent volume.</param>
/// <param name="message">What happened.</param>
public sealed class VolumeException(string step, string volume, string message) : ReferenceException($"{step} for volume \"{volume}\" : {message}")
{
    /// <summary>The reason of the event that tells of it.</summary>
    public string Reason { get; } = step.StartsWith("MapVolume", StringComparison.Ordinal) ? "FailedMapVolume" : "FailedMount";
}
