using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;

namespace Orleans.Kube.Grains;

/// <summary>A grain that a change concerns.</summary>
/// <param name="Object">The object, the owner, or (for a scheduler) nothing but its name.</param>
/// <param name="OwnerUid">The uid of the owner whose dependents are to be collected.</param>
public readonly record struct WakeTarget(WakeKind Kind, ObjectKey Object, string OwnerUid = "")
{
    /// <summary>The grain that reconciles that object.</summary>
    public static WakeTarget Reconciler(ObjectKey key) => new(WakeKind.Reconciler, key);

    /// <summary>The scheduler of that name.</summary>
    public static WakeTarget Scheduler(string name) => new(WakeKind.Scheduler, new ObjectKey(new GroupResource("", ""), "", name));

    /// <summary>The keeper of the tokens that machines join with.</summary>
    public static WakeTarget BootstrapTokens { get; } = new(WakeKind.BootstrapTokens, new ObjectKey(new GroupResource("", ""), "", "bootstrap-tokens"));

    /// <summary>The collection of an owner's dependents.</summary>
    public static WakeTarget Garbage(OwnerKey owner) => new(WakeKind.Garbage, owner.Object, owner.Uid);
}
