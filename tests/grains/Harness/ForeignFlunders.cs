using System.Collections.Concurrent;
using Orleans.Kube.Model;

namespace Orleans.Kube.Grains.Tests;

/// <summary>An API server with flunders, of which tests say what there is and whether it answers.</summary>
public sealed class ForeignFlunders : IForeignOwners, IForeignKind
{
    public const string ApiVersion = "wardle.example.com/v1";

    private readonly ConcurrentDictionary<(string Namespace, string Name), ForeignOwner> _objects = [];

    /// <summary>Whether its kinds can be learned.</summary>
    public bool IsKnown { get; set; } = true;

    /// <summary>Whether it answers when it is asked for objects.</summary>
    public bool Answers { get; set; } = true;

    public bool IsNamespaced => true;

    public void Put(string name, string uid, bool isDeleting = false, params string[] finalizers) => _objects[("default", name)] =
        new ForeignOwner(new ObjectKey(new GroupResource("wardle.example.com", "flunders"), "default", name), uid, "1", isDeleting, finalizers);

    public void Remove(string name) => _objects.TryRemove(("default", name), out _);

    public ForeignOwner? Find(string name) => _objects.GetValueOrDefault(("default", name));

    public Task<IForeignKind?> KindAsync(string apiVersion, string kind) =>
        Task.FromResult<IForeignKind?>(IsKnown && (apiVersion, kind) == (ApiVersion, "Flunder") ? this : null);

    public Task<ForeignOwner?> FindAsync(string @namespace, string name) => Answers
        ? Task.FromResult(_objects.GetValueOrDefault((@namespace, name))) : Task.FromException<ForeignOwner?>(new HttpRequestException("it does not answer"));

    public Task ReleaseAsync(ForeignOwner owner, string finalizer)
    {
        var left = owner with { Finalizers = [.. owner.Finalizers.Where(f => f != finalizer)] };
        if (left is { IsDeleting: true, Finalizers.Count: 0 }) Remove(owner.Key.Name);
        else _objects[(owner.Key.Namespace, owner.Key.Name)] = left;
        return Task.CompletedTask;
    }
}
