using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Quotas;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Grains.Workloads;
using Orleans.Kube.Model;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains.Quotas;

/// <summary>A ResourceQuota: shows what its namespace uses, and lets in what still fits.</summary>
/// <remarks>
/// What it let in counts from then on: until the view shows the write, or until a write must have failed. So writes that run side by side
/// cannot exceed the quota together.
/// </remarks>
[GrainType("resourcequotas")]
public sealed class ResourceQuotaGrain(
    [PersistentState("object", "ledger")] IPersistentState<ObjectState> state, ObjectServices services, WorkloadServices workloads)
    : WorkloadGrain(state, services, workloads), IResourceQuotaGrain
{
    /// <summary>How long a write that was let in may take to show. One that fails is counted for so long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly string[] Needed = ["create", "list", "watch", "delete"];

    private readonly Dictionary<ObjectKey, Admitted> _admitted = [];

    protected override string Component => "resourcequota-controller";

    public Task<string?> ChargeAsync(QuotaCharge charge)
    {
        if (Stored is null) return Task.FromResult<string?>(null);
        var (quota, view, now) = (Stored.As<ResourceQuota>(), Services.Cluster.Current, Services.Time.GetUtcNow());
        Forget(view, now);
        var refusal = QuotaPlanner.Refusal(quota, charge.Wanted, charge.Old, () => QuotaPlanner.Used(quota.Spec, Objects(quota, view, charge.Wanted.Key), now), now);
        if (refusal is null && !charge.DryRun) _admitted[charge.Wanted.Key] = new Admitted(charge.Wanted, RevisionOf(view, charge.Wanted.Key), now + Patience);
        return Task.FromResult(refusal);
    }

    protected override WorkloadPlan Plan(IClusterView view, DateTimeOffset now, Refusal? refusal)
    {
        var quota = Stored!.As<ResourceQuota>();
        Forget(view, now);
        var status = QuotaPlanner.Status(quota, QuotaPlanner.Counted(quota.Spec).SelectMany(resource => view.List(resource, Key.Namespace)), r => IsServed(r, view), now);
        return new WorkloadPlan([], status is null ? null : ObjectReplacement.StatusOf(Key.Resource, quota with { Status = status }), [], null);
    }

    /// <summary>Whether objects of a resource can be in a namespace. What the registry has yet to learn, the definition says.</summary>
    private bool IsServed(GroupResource resource, IClusterView view)
    {
        if (Services.Registry.TryFind(resource, out var definition)) return definition.Namespaced && Needed.All(definition.Verbs.Contains);
        var key = new ObjectKey(Resources.CustomResourceDefinitions, "", resource.ToString());
        return view.Find(key)?.As<CustomResourceDefinition>() is { Spec.Scope: ResourceScope.Namespaced, Status: { } status }
            && status.Conditions.Any(static c => c is { Type: CustomResourceDefinitionConditionType.Established, Status: "True" });
    }

    /// <summary>The objects that count, with those that were let in and do not show yet. The one that is about to be written is as it is stored.</summary>
    private IEnumerable<ApiObject> Objects(ResourceQuota quota, IClusterView view, ObjectKey subject)
    {
        var counted = QuotaPlanner.Counted(quota.Spec);
        var awaited = _admitted.Where(entry => entry.Key != subject && counted.Contains(entry.Key.Resource)).ToDictionary(static e => e.Key, static e => e.Value.Object);
        return counted.SelectMany(resource => view.List(resource, Key.Namespace)).Where(item => !awaited.ContainsKey(item.Key)).Concat(awaited.Values);
    }

    private void Forget(IClusterView view, DateTimeOffset now)
    {
        foreach (var (key, admitted) in _admitted)
            if (admitted.Until <= now || RevisionOf(view, key) != admitted.Before) _admitted.Remove(key);
    }

    private static long RevisionOf(IClusterView view, ObjectKey key) => view.Find(key)?.Revision ?? 0;

    /// <param name="Object">The object as it will be stored.</param>
    /// <param name="Before">Its revision before the write.</param>
    /// <param name="Until">When the write has shown or failed.</param>
    private readonly record struct Admitted(ApiObject Object, long Before, DateTimeOffset Until);
}
