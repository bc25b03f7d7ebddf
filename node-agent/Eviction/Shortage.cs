using Orleans.Kube.Model;

namespace Orleans.Kube.NodeAgent.Eviction;

/// <summary>Something of which the machine has too little.</summary>
/// <param name="Signal">What was looked at.</param>
/// <param name="Threshold">How much there should be.</param>
/// <param name="Available">How much there is.</param>
/// <param name="Grace">How long it may be so; zero when it may not.</param>
public sealed record Shortage(string Signal, Quantity Threshold, Quantity Available, TimeSpan Grace)
{
    public string Resource => EvictionSignal.ResourceOf(Signal);

    /// <summary>Whether pods have no time to end.</summary>
    public bool IsHard => Grace == TimeSpan.Zero;
}
