using Orleans.Kube.Model;

namespace Orleans.Kube.Grains;

/// <summary>The kinds that other API servers serve, whose objects may own what is here.</summary>
public interface IForeignOwners
{
    /// <summary>A kind, or null as long as nobody is known to serve it: its server does not answer, or there is none.</summary>
    Task<IForeignKind?> KindAsync(string apiVersion, string kind);
}

/// <summary>A kind that another API server serves.</summary>
public interface IForeignKind
{
    bool IsNamespaced { get; }

    /// <summary>An object of the kind, or null when its server says that it is not there.</summary>
    /// <exception cref="HttpRequestException">Nobody can say.</exception>
    Task<ForeignOwner?> FindAsync(string @namespace, string name);

    /// <summary>Takes a finalizer from an object, if that is still as it was seen.</summary>
    /// <exception cref="HttpRequestException">It was refused.</exception>
    Task ReleaseAsync(ForeignOwner owner, string finalizer);
}

/// <summary>An object that another API server has.</summary>
public sealed record ForeignOwner(ObjectKey Key, string Uid, string ResourceVersion, bool IsDeleting, IReadOnlyList<string> Finalizers);

/// <summary>For hosts without a network.</summary>
public sealed class NoForeignOwners : IForeignOwners
{
    public Task<IForeignKind?> KindAsync(string apiVersion, string kind) => Task.FromResult<IForeignKind?>(null);
}
