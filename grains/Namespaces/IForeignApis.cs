using Orleans.Kube.Controllers.Namespaces;

namespace Orleans.Kube.Grains;

/// <summary>The API servers that serve groups of their own.</summary>
public interface IForeignApis
{
    /// <summary>Has them delete what they have in a namespace.</summary>
    /// <param name="deletes">False: only look whether all their kinds are known.</param>
    /// <returns>What they say; a server that cannot be reached is no exception.</returns>
    Task<ForeignContent> EmptyAsync(string @namespace, bool deletes);
}

/// <summary>For hosts without a network.</summary>
public sealed class NoForeignApis : IForeignApis
{
    public Task<ForeignContent> EmptyAsync(string @namespace, bool deletes) => Task.FromResult(ForeignContent.None);
}
