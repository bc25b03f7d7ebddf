using Orleans.Kube.Model;

namespace Orleans.Kube.NodeAgent.Eviction;

/// <summary>Something of which the machine has too little.</summary>
/// <param name="By">The threshold that it is below.</param>
/// <param name="Threshold">How much there should be.</param>
/// <param name="Available">How much there is.</param>
public sealed record Shortage(EvictionThreshold By, Quantity Threshold, Quantity Available)
{
    public string Signal => By.Signal;

    public string Resource => EvictionSignal.ResourceOf(Signal);
}
