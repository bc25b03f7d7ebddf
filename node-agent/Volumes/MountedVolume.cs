namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>A volume that is there to be mounted into containers.</summary>
/// <param name="Path">Where it is on the machine.</param>
/// <param name="IsReadOnly">Whether no container may write to it.</param>
/// <param name="IsDevice">Whether it is a block device, which containers are handed as such.</param>
public sealed record MountedVolume(string Path, bool IsReadOnly = false, bool IsDevice = false);
