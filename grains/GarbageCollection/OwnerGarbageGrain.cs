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
    private readonly IForeignOwners _foreign;
    private readonly ILogger _logger;
    private readonly OwnerKey _owner;
    private readonly PlanWriter _writes;
    private readonly IOwnerGarbageGrain _self;
    private long _seen;
    private bool _queued;
    private int _failures;

    public OwnerGarbageGrain(ObjectServices services, ReconcileServices reconciling, IForeignOwners foreign)
    {
        (_services, _reconciling, _foreign) = (services, reconciling, foreign);
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
            var seen = await GatherAsync(view);
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

    private async Task<GarbageView> GatherAsync(IClusterView view)
    {
        var stored = view.Find(_owner.Object);
        var owner = stored is not null && stored.Header.Uid == _owner.Uid
            ? new GarbageOwner(_owner.Object, stored.Header.IsDeleting, ObjectJson.ReadMetadata(stored.Json.Span).Finalizers)
            : null;
        var lookup = new OwnerLookup(view, _services.Registry, _foreign);
        var dependents = new List<GarbageDependent>();
        foreach (var item in view.Dependents(_owner.Uid).Where(IsTrue)) dependents.Add(await lookup.DependentAsync(_owner.Uid, item));
        return new GarbageView(_owner.Uid, owner, dependents);
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
            if (view.Find(dependent.Key) is { } stored) StrayOwners.Report(_reconciling.Events, stored, _owner.Uid);
    }
}
