namespace Orleans.Kube.GrainInterfaces;

/// <summary>Lets the nodes that are down have their pods moved away at a pace that the cluster bears. One activation, key <see cref="Key"/>.</summary>
public interface INodeEvictionGrain : IGrainWithStringKey
{
    const string Key = "cluster";

    /// <summary>Whether the pods of this node, which is down, may go; whether an earlier leave is withdrawn; and when to ask again.</summary>
    Task<(bool Granted, bool Withdrawn, DateTimeOffset? AskAgain)> AskAsync(string node);
}
