using Orleans.Kube.Model;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.GarbageCollection;

/// <summary>What the planner of an owner's dependents looks at.</summary>
/// <param name="Uid">The uid of the owner.</param>
/// <param name="Owner">The owner, or null when that life of it is over.</param>
/// <param name="Dependents">The objects that name the uid among their owners.</param>
public sealed record GarbageView(string Uid, GarbageOwner? Owner, IReadOnlyList<GarbageDependent> Dependents);

/// <summary>An owner that is still there.</summary>
public sealed record GarbageOwner(ObjectKey Key, bool IsDeleting, IReadOnlyList<string> Finalizers);

/// <summary>An object with owners.</summary>
/// <param name="References">Its owner references.</param>
/// <param name="HasOtherOwner">Whether another owner that it names is there and not waiting for its dependents to go.</param>
/// <param name="ClosesCircle">Whether it would wait for the owner, as the owner does for it (<see cref="GarbagePlanner.ClosesCircle"/>).</param>
public sealed record GarbageDependent(
    ObjectKey Key, string Uid, bool IsDeleting, bool HasDependents, IReadOnlyList<OwnerReference> References, bool HasOtherOwner, bool ClosesCircle = false)
{
    /// <summary>Its finalizers: what somebody wished for its own dependents holds.</summary>
    public IReadOnlyList<string> Finalizers { get; init; } = [];

    /// <summary>
    /// Whether it is in no namespace and names an owner of a kind that is in one, which cannot be: nobody knows what was meant, so it is never deleted for an owner's
    /// sake.
    /// </summary>
    public bool IsMisplaced { get; init; }

    /// <summary>Whether it names another owner of which nobody can say whether it is there: it is left as it is until somebody can.</summary>
    public bool IsUnsure { get; init; }
}
