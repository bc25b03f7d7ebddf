using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Volumes;

/// <summary>What the planner of a volume looks at.</summary>
/// <param name="Claim">The claim of the name that the volume's claimRef gives, if there is one.</param>
public sealed record VolumeView(PersistentVolume Volume, PersistentVolumeClaim? Claim);
