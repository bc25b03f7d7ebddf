using Orleans.Concurrency;

namespace Orleans.Kube.GrainInterfaces;

/// <summary>Keeps the tokens with which machines join: signs what they read before they trust anybody, and removes those whose time is over.</summary>
public interface IBootstrapTokensGrain : IGrainWithStringKey
{
    /// <summary>A token or what is signed with it has changed up to this revision.</summary>
    [OneWay]
    Task WakeAsync(long revision);
}
