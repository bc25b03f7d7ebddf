using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;

namespace Orleans.Kube.Grains;

/// <summary>A grain that a change concerns.</summary>
/// <param name="Object">The object, the owner, or (for a scheduler) nothing but its name.</param>
/// <param name="Of">The uid of the owner, the kind that is awaited, or the secret that is gone.</param>
public readonly record struct WakeTarget(WakeKind Kind, ObjectKey Object, string Of = "")
{
    /// <summary>The grain that reconciles that object.</summary>
    public static WakeTarget Reconciler(ObjectKey key) => new(WakeKind.Reconciler, key);

    /// <summary>The scheduler of that name.</summary>
    public static WakeTarget Scheduler(string name) => new(WakeKind.Scheduler, new ObjectKey(new GroupResource("", ""), "", name));

    /// <summary>The keeper of the tokens that machines join with.</summary>
    public static WakeTarget BootstrapTokens { get; } = new(WakeKind.BootstrapTokens, new ObjectKey(new GroupResource("", ""), "", "bootstrap-tokens"));

    /// <summary>The keeper of those who name owners of a kind that is not served here; the object is one of them.</summary>
    public static WakeTarget Awaiting(ObjectKey dependent, KindKey kind) => new(WakeKind.AwaitedKind, dependent, kind.ToString());

    /// <summary>The same keeper: the kind is served now.</summary>
    public static WakeTarget Served(KindKey kind) => new(WakeKind.AwaitedKind, default, kind.ToString());

    /// <summary>The service account of which a token is gone with its secret.</summary>
    public static WakeTarget TokenGone(ObjectKey account, string secret) => new(WakeKind.TokenGone, account, secret);

    /// <summary>The collection of an owner's dependents.</summary>
    public static WakeTarget Garbage(OwnerKey owner) => new(WakeKind.Garbage, owner.Object, owner.Uid);
}
