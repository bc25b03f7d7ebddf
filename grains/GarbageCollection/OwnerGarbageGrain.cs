using Microsoft.Extensions.Logging;
using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.GarbageCollection;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>Collects the dependents of one owner. It lives as long as there is something to collect.</summary>
public sealed class OwnerGarbageGrain : Grain, IOwnerGarbageGrain
{
    private const string Component = "generic-garbage-collector";

    private readonly ObjectServices _services;
    private readonly ReconcileServices _reconciling;
    private readonly ILogger _logger;
    private readonly OwnerKey _owner;
    private readonly PlanWriter _writes;
    private readonly IOwnerGarbageGrain _self;
    private long _seen;
    private bool _queued;
    private int _failures;

    public OwnerGarbageGrain(ObjectServices services, ReconcileServices reconciling)
    {
        (_services, _reconciling) = (services, reconciling);
        _logger = reconciling.Loggers.CreateLogger<OwnerGarbageGrain>();
        _owner = OwnerKey.Parse(this.GetPrimaryKeyString());
        _writes = new PlanWriter(GrainFactory, Component);
        _self = this.AsReference<IOwnerGarbageGrain>();
    }

    public Task WakeAsync(long revision)
    {
        _seen = Math.Max(_seen, revision);
        if (_queued) return Task.CompletedTask;
        _queued = true;
        return _self.CollectAsync();
    }

    public async Task CollectAsync()
    {
        _queued = false;
        try
        {
            var view = await _services.Cluster.AtLeastAsync(Math.Max(_seen, _writes.Revision));
            var seen = Gather(view);
            if (seen is { Owner: null, Dependents.Count: > 0 } && IsElsewhere(view)) ReportStrays(view, seen);
            var refusals = await _writes.WriteAsync(GarbagePlanner.Plan(seen), _reconciling.Options.Parallelism);
            if (refusals.Any(static r => r.Reason != StatusReason.NotFound)) throw new RefusedException(refusals);
            _failures = 0;
        }
        catch (Exception error)
        {
            var wait = Backoff.After(++_failures, _reconciling.Options, _reconciling.Chance.NextDouble());
            ReconcileLog.Failed(_logger, error, _owner.Object, _failures, wait);
            this.RegisterGrainTimer(static (grain, _) => grain.CollectAsync(), this, new(wait, Timeout.InfiniteTimeSpan) { KeepAlive = true });
        }
    }

    private GarbageView Gather(IClusterView view)
    {
        var stored = view.Find(_owner.Object);
        var owner = stored is not null && stored.Header.Uid == _owner.Uid
            ? new GarbageOwner(_owner.Object, stored.Header.IsDeleting, ObjectJson.ReadMetadata(stored.Json.Span).Finalizers)
            : null;
        return new GarbageView(_owner.Uid, owner, [.. view.Dependents(_owner.Uid).Where(d => IsTrue(d)).Select(d => Dependent(view, d))]);
    }

    /// <summary>A reference counts where its owner can be: in the dependent's own namespace, or in none.</summary>
    private bool IsTrue(ApiObject dependent) => _owner.Object.Namespace.Length == 0 || _owner.Object.Namespace == dependent.Key.Namespace;

    private bool IsNamespaced => _services.Registry.TryFind(_owner.Object.Resource, out var definition) && definition.Namespaced;

    /// <summary>Whether the owner is there, but in another namespace than those that name it.</summary>
    private bool IsElsewhere(IClusterView view) => (_owner.Object.Namespace.Length > 0 || IsNamespaced)
        && view.List(Resources.Namespaces).Any(space => view.Find(_owner.Object with { Namespace = space.Key.Name })?.Header.Uid == _owner.Uid);

    private void ReportStrays(IClusterView view, GarbageView seen)
    {
        foreach (var dependent in seen.Dependents.Where(static d => !d.IsDeleting))
        {
            var reference = dependent.References.First(r => r.Uid == _owner.Uid);
            if (view.Find(dependent.Key) is not { } stored) continue;
            var seenFrom = dependent.Key.Namespace;
            _reconciling.Events.Record(stored, PlannedEvent.Warning("OwnerRefInvalidNamespace",
                $"ownerRef [{reference.ApiVersion}/{reference.Kind}, namespace: {seenFrom}, name: {reference.Name}, uid: {reference.Uid}] does not exist in namespace \"{seenFrom}\""),
                "garbage-collector-controller");
        }
    }

    private GarbageDependent Dependent(IClusterView view, ApiObject item) => new(
        item.Key, item.Header.Uid, item.Header.IsDeleting, view.Dependents(item.Header.Uid).Any(), item.Header.OwnerReferences,
        item.Header.OwnerReferences.Any(reference => reference.Uid != _owner.Uid && IsSolid(view, item, reference)),
        GarbagePlanner.ClosesCircle(_owner.Uid, item.Header.Uid, item.Header.IsDeleting, uid => view.Dependents(uid).Where(IsWaiting).Select(static d => d.Header.Uid)))
    {
        IsMisplaced = item.Key.Namespace.Length == 0
            && item.Header.OwnerReferences.Any(r => _services.Registry.TryFindKind(r.ApiVersion, r.Kind, out var kind) && kind.Namespaced),
        Finalizers = item.Header.HasFinalizers ? ObjectJson.ReadMetadata(item.Json.Span).Finalizers : [],
    };

    /// <summary>An owner that is there, and not itself waiting for its dependents to go.</summary>
    private bool IsSolid(IClusterView view, ApiObject dependent, OwnerReference reference)
    {
        if (!_services.Registry.TryFindKind(reference.ApiVersion, reference.Kind, out var definition)) return true;
        var owner = view.Find(definition.Key(dependent.Key.Namespace, reference.Name));
        if (owner is null || owner.Header.Uid != reference.Uid) return false;
        return !IsWaiting(owner);
    }

    private static bool IsWaiting(ApiObject owner) =>
        owner.Header.IsDeleting && ObjectJson.ReadMetadata(owner.Json.Span).Finalizers.Contains(GarbagePlanner.ForegroundFinalizer);
}
