namespace Orleans.Kube.GrainInterfaces;

/// <summary>Says how long nodes may keep the objects that their pods mount. One activation, key <see cref="Key"/>.</summary>
public interface INodeTtlGrain : IGrainWithStringKey
{
    const string Key = "cluster";

    /// <summary>The time in seconds for a cluster of so many nodes.</summary>
    Task<int> SecondsAsync(int nodes);
}
