namespace Orleans.Kube.NodeAgent.References;

/// <summary>A volume of a pod that could not be had.</summary>
/// <param name="Volume">Its name in the pod.</param>
/// <param name="Message">Why, in kubelet's words.</param>
/// <param name="Reason">The reason of the event that tells of it.</param>
public sealed record MountFailure(string Volume, string Message, string Reason = "FailedMount");
