namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>A file of a volume that is made from objects.</summary>
/// <param name="Path">Relative to the volume, with slashes.</param>
/// <param name="Content">What is in it.</param>
/// <param name="Mode">Its permission bits.</param>
/// <param name="Owner">The user it belongs to; null for root.</param>
public sealed record VolumeFile(string Path, byte[] Content, int Mode, uint? Owner = null);
