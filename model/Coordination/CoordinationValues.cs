namespace Orleans.Kube.Model.Coordination;

/// <summary>The values of CoordinatedLeaseStrategy.</summary>
public static class CoordinatedLeaseStrategy
{
    public const string OldestEmulationVersion = "OldestEmulationVersion";
}
