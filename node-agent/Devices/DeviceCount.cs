namespace Orleans.Kube.NodeAgent.Devices;

/// <summary>How many devices of a resource there are.</summary>
/// <param name="All">The broken ones too: the node's capacity.</param>
/// <param name="Healthy">Those that pods may have: what it offers.</param>
public readonly record struct DeviceCount(int All, int Healthy);
