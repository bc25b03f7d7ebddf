using Microsoft.Extensions.Logging;
using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.GarbageCollection;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains;

/// <summary>
/// Hands the objects that wait for a kind over to the collection of their owners once that kind is defined, and collects those of owners that
/// another API server has. Changes there reach nobody here, so it looks again and again.
/// </summary>
public sealed class AwaitedKindGrain : Grain, IAwaitedKindGrain
{
    private const string Component = "generic-garbage-collector";

    /// <summary>As often as Kubernetes' collector looks which kinds there are.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);

    /// <summary>While owners wait for what was just written.</summary>
    private static readonly TimeSpan LookSoon = TimeSpan.FromSeconds(1);

    private readonly ObjectServices _services;
    private readonly ReconcileServices _reconciling;
    private readonly IForeignOwners _foreign;
    private readonly ILogger _logger;
    private readonly KindKey _kind;
    private readonly PlanWriter _writes;
    private readonly IAwaitedKindGrain _self;
    private readonly HashSet<ObjectKey> _waiting = [];
    private readonly HashSet<(string Namespace, string Name, string Uid)> _ending = [];
    private IGrainTimer? _timer;
    private long _seen;
    private bool _queued;

    public AwaitedKindGrain(ObjectServices services, ReconcileServices reconciling, IForeignOwners foreign)
    {
        (_services, _reconciling, _foreign) = (services, reconciling, foreign);
        _logger = reconciling.Loggers.CreateLogger<AwaitedKindGrain>();
        _kind = KindKey.Parse(this.GetPrimaryKeyString());
        _writes = new PlanWriter(GrainFactory, Component);
        _self = this.AsReference<IAwaitedKindGrain>();
    }

    public Task WakeAsync(string dependent, long revision)
    {
        _seen = Math.Max(_seen, revision);
        var isKnown = dependent.Length > 0 && !_waiting.Add(GrainKeys.Parse(GrainKeys.PlainGrainType, dependent));
        if (isKnown || _queued || _waiting.Count == 0) return Task.CompletedTask;
        _queued = true;
        return _self.LookAsync();
    }

    public async Task LookAsync()
    {
        _queued = false;
        _timer?.Dispose();
        _timer = null;
        var due = LookAgain;
        try
        {
            var view = await _services.Cluster.AtLeastAsync(Math.Max(_seen, _writes.Revision));
            var owners = Owners(view);
            if (Served(view) is { } place) await HandOverAsync(view, place, owners);
            else if (await AskAsync(view, owners)) due = LookSoon;
        }
        catch (Exception error)
        {
            Report(error, _kind.ToString());
        }

        if (_waiting.Count + _ending.Count > 0) _timer = this.RegisterGrainTimer(static (grain, _) => grain.LookAsync(), this, new(due, Timeout.InfiniteTimeSpan) { KeepAlive = true });
    }

    /// <summary>
    /// The owners of the kind by place and uid, with those who name them. Who names none any more waits no more, unless the view is older than a wake: it may show
    /// too little.
    /// </summary>
    private ILookup<(string Namespace, string Name, string Uid), ApiObject> Owners(IClusterView view)
    {
        var isLatest = view.Revision >= _seen;
        var named = new List<((string Namespace, string Name, string Uid) Owner, ApiObject Dependent)>();
        _waiting.RemoveWhere(key =>
        {
            if (view.Find(key) is not { } item) return isLatest;
            var before = named.Count;
            named.AddRange(item.Header.OwnerReferences.Where(r => KindKey.Of(r) == _kind).Select(r => ((key.Namespace, r.Name, r.Uid), item)));
            return isLatest && named.Count == before;
        });
        return named.ToLookup(static n => n.Owner, static n => n.Dependent);
    }

    /// <summary>Where objects of the kind are, by namespace and name, or null as long as it is not served here. What is defined may be served only in a moment.</summary>
    private Func<string, string, ObjectKey>? Served(IClusterView view)
    {
        if (_services.Registry.TryFindKind(_kind.ApiVersion, _kind.Kind, out var definition)) return definition.Key;
        var spec = view.List(Resources.CustomResourceDefinitions).Select(static o => o.As<CustomResourceDefinition>()).FirstOrDefault(Defines)?.Spec;
        return spec is null ? null : (space, name) => new(new GroupResource(spec.Group, spec.Names.Plural), spec.Scope == ResourceScope.Namespaced ? space : "", name);
    }

    private bool Defines(CustomResourceDefinition definition) => definition.Spec.Names.Kind == _kind.Kind && GarbageRule.IsKnown(definition)
        && definition.Spec.Versions.Any(v => v.Served && $"{definition.Spec.Group}/{v.Name}" == _kind.ApiVersion);

    private async Task HandOverAsync(IClusterView view, Func<string, string, ObjectKey> place, ILookup<(string Namespace, string Name, string Uid), ApiObject> owners)
    {
        // Who comes while this waits is looked at next time.
        ObjectKey[] handed = [.. _waiting];
        foreach (var ((space, name, uid), dependents) in owners.Select(static o => (o.Key, o)))
        {
            await GarbageOf(place(space, name), uid).WakeAsync(view.Revision);
            await WakeOthersAsync(view, dependents);
        }

        _waiting.ExceptWith(handed);
        _ending.Clear();
    }

    /// <returns>Whether an owner waits for what was just written.</returns>
    private async Task<bool> AskAsync(IClusterView view, ILookup<(string Namespace, string Name, string Uid), ApiObject> owners)
    {
        var lookup = new OwnerLookup(view, _services.Registry, _foreign);
        if (await lookup.KindAsync(_kind) is not { } kind) return false;
        foreach (var owner in owners.Select(static o => o.Key).Union(_ending).ToArray())
        {
            try
            {
                await CollectAsync(lookup, kind, owner, [.. owners[owner]]);
                await WakeOthersAsync(view, owners[owner]);
            }
            catch (Exception error) when (error is HttpRequestException or RefusedException)
            {
                Report(error, owner.Name);
            }
        }

        return _ending.Count > 0;
    }

    private async Task CollectAsync(OwnerLookup lookup, IForeignKind kind, (string Namespace, string Name, string Uid) owner, IReadOnlyList<ApiObject> items)
    {
        if (kind.IsNamespaced && owner.Namespace.Length == 0)
        {
            foreach (var stray in items) StrayOwners.Report(_reconciling.Events, stray, owner.Uid);
            return;
        }

        var found = await lookup.FindAsync(kind, _kind, owner.Namespace, owner.Name);
        var there = found is not null && found.Uid == owner.Uid ? found : null;
        var dependents = new List<GarbageDependent>();
        foreach (var item in items) dependents.Add(await lookup.DependentAsync(owner.Uid, item));
        var seen = new GarbageView(owner.Uid, there is null ? null : new GarbageOwner(there.Key, there.IsDeleting, there.Finalizers), dependents);
        var writes = GarbagePlanner.Plan(seen).ToLookup(write => write.Key == there?.Key);
        if (await _writes.WriteAsync([.. writes[false]], _reconciling.Options.Parallelism) is var refusals && refusals.Any(static r => r.Reason != StatusReason.NotFound))
            throw new RefusedException(refusals);
        if (there is null || Held(there) is not { } finalizer) _ending.Remove(owner);
        else if (!writes[true].Any()) _ending.Add(owner);
        else
        {
            await kind.ReleaseAsync(there, finalizer);
            _ending.Remove(owner);
        }
    }

    /// <summary>The finalizer with which a going owner waits for the collection.</summary>
    private static string? Held(ForeignOwner owner) => !owner.IsDeleting ? null
        : new[] { GarbagePlanner.OrphanFinalizer, GarbagePlanner.ForegroundFinalizer }.FirstOrDefault(owner.Finalizers.Contains);

    private void Report(Exception error, string name) => ReconcileLog.Failed(_logger, error, new ObjectKey(new GroupResource("", _kind.Kind), "", name), 1, LookAgain);

    /// <summary>Other owners of the objects, whose collection could not be decided before.</summary>
    private async Task WakeOthersAsync(IClusterView view, IEnumerable<ApiObject> dependents)
    {
        foreach (var item in dependents)
        {
            foreach (var other in item.Header.OwnerReferences)
            {
                if (KindKey.Of(other) == _kind || !_services.Registry.TryFindKind(other.ApiVersion, other.Kind, out var definition)) continue;
                var key = definition.Key(item.Key.Namespace, other.Name);
                if (view.Find(key) is not { Header.IsDeleting: false } there || there.Header.Uid != other.Uid) await GarbageOf(key, other.Uid).WakeAsync(view.Revision);
            }
        }
    }

    private IOwnerGarbageGrain GarbageOf(ObjectKey owner, string uid) => GrainFactory.GetGrain<IOwnerGarbageGrain>(new OwnerKey(owner, uid).ToString());
}
