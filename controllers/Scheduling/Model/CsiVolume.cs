namespace Orleans.Kube.Controllers.Scheduling;

/// <summary>A volume of a CSI driver.</summary>
/// <param name="Driver">The driver.</param>
/// <param name="Handle">What the driver calls it; of a volume yet to be made, its claim.</param>
public sealed record CsiVolume(string Driver, string Handle);
