using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Services;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Grains.Writes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Networking;
using Orleans.Kube.Model.Selectors;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains;

/// <summary>A service: it gets its address and node ports with the write that asks for them, and keeps its slices and Endpoints true.</summary>
[GrainType("services")]
public sealed class ServiceGrain(
    [PersistentState("object", "ledger")] IPersistentState<ObjectState> state, ObjectServices services, ReconcileServices reconciling, ServiceOptions options)
    : ReconcilingGrain(state, services, reconciling), IServiceGrain
{
    /// <summary>How long after a node of its pods was missing a service looks for it again.</summary>
    private static readonly TimeSpan LookForNodes = TimeSpan.FromSeconds(10);

    private bool _reserved;
    private string? _addresses;
    private TriggerTimes? _times;
    private DateTimeOffset _quietUntil;
    private ZoneHints? _hints;

    protected override string Component => "endpoint-controller";

    private IServiceAllocatorGrain Allocator => GrainFactory.GetGrain<IServiceAllocatorGrain>(IServiceAllocatorGrain.Key);

    protected override async ValueTask<KubeObject> CompleteAsync(WriteTurn turn, KubeObject value, KubeObject? old)
    {
        var service = (Service)value;
        if (ServiceHoldings.Moves(service.Spec, ((Service?)old)?.Spec)) return value;
        var claim = ServiceHoldings.Claim(Key.Path, service.Spec, turn.Context.DryRun);
        if (ServiceHoldings.IsMet(claim, ServiceHoldings.Of(Key.Path, (Service?)old))) return value;
        _reserved = !turn.Context.DryRun;
        var grant = await Allocator.ReserveAsync(claim);
        if (grant.Errors.Count > 0) throw Failures.Invalid(Definition.Group, Definition.Kind, Key.Name, ServiceHoldings.Errors(grant));
        return service with { Spec = ServiceHoldings.With(service.Spec, claim, grant) };
    }

    protected override async ValueTask SettleAsync(WriteContext context)
    {
        if (!_reserved && Stored is not null) return;
        await Allocator.SettleAsync(ServiceHoldings.Of(Key.Path, Stored?.As<Service>()));
        _reserved = false;
    }

    protected override async Task<DateTimeOffset?> ReconcileAsync(IClusterView view)
    {
        if (Stored is not { } stored) return await ForgetAsync(view);
        var service = stored.As<Service>();
        if (service.Metadata.DeletionTimestamp is not null) return null;
        if (_quietUntil - Services.Time.Steady() is { Ticks: > 0 } wait) return Services.Time.GetUtcNow() + wait;

        var (addresses, times, hints) = (string.Join(' ', service.Spec.ClusterIPs), _times, _hints);
        var (events, lost) = (new List<PlannedEvent>(), false);
        var mirrored = Mirror(view, service);
        if (mirrored.Count > 0) events.AddRange(MirrorPlanner.Skipped(service, Endpoints(view)!));
        List<ObjectWrite> writes = [.. Addresses(view, service, addresses != _addresses)];
        events.AddRange(writes.Select(static write => write.Event).OfType<PlannedEvent>());
        var removed = writes.OfType<ObjectDeletion>().Select(static write => write.Key).ToHashSet();
        if (addresses == _addresses)
            events.AddRange(writes.OfType<ObjectCreation>().Where(shown => !removed.Contains(shown.Key)).Select(static shown => AddressPlanner.Repaired(shown.Key.Name)));
        writes.AddRange(mirrored);
        if (service.HasManagedEndpoints())
        {
            var gathered = Gather(view, service);
            times = TriggerTimes.Of(gathered);
            gathered = gathered with { Trigger = times.Since(_times, gathered) };
            hints = TopologyHints.Plan(gathered, _hints?.IsProportional);
            var slices = SlicePlanner.Plan(gathered with { HintZones = hints.Zones }, Reconciling.Ids, options.SliceCapacity);
            if (hints.Event is { } told && (slices.Count > 0 || told != _hints?.Event)) events.Add(told);
            if (SlicePlanner.LeftOut(gathered) is { } leftOut) (lost, events) = (true, [.. events, leftOut]);
            writes.AddRange(slices);
            if (EndpointsPlanner.Plan(gathered) is { } endpoints) writes.Add(endpoints);
        }

        await WriteAsync(service, writes);
        Record(events);
        (_addresses, _times, _hints) = (addresses, times, hints);
        if (writes.Count > 0) _quietUntil = Services.Time.Steady() + options.EndpointInterval;
        return lost ? Services.Time.GetUtcNow() + LookForNodes : null;
    }

    /// <summary>Carries out the writes, and tells which endpoints cannot be written.</summary>
    private async Task WriteAsync(Service service, List<ObjectWrite> writes)
    {
        try
        {
            await WriteOrThrowAsync(writes);
        }
        catch (RefusedException refused) when (!IsNamespaceEnding())
        {
            if (EndpointRefusals.OfSlices(service, refused.Refusals) is { } slices) Record([slices]);
            if (EndpointRefusals.OfEndpoints(service, refused.Refusals) is { } endpoints)
                Reconciling.Events.Record(new ObjectReference { ApiVersion = "v1", Kind = "Endpoints", Namespace = Key.Namespace, Name = Key.Name }, endpoints, Component);
            throw;
        }
    }

    private IReadOnlyList<ObjectWrite> Mirror(IClusterView view, Service service) =>
        Endpoints(view) is { } endpoints ? MirrorPlanner.Plan(service, endpoints, Slices(view, endpoints), Reconciling.Ids) : [];

    private Endpoints? Endpoints(IClusterView view) => view.Find(new ObjectKey(Resources.Endpoints, Key.Namespace, Key.Name))?.As<Endpoints>();

    /// <param name="service">The service, or null when it is gone.</param>
    /// <param name="moved">Whether addresses may be shown that it had before.</param>
    private IEnumerable<ObjectWrite> Addresses(IClusterView view, Service? service, bool moved) => AddressPlanner.Plan(
        Key, service, name => view.Find(new ObjectKey(Resources.IPAddresses, "", name))?.As<IPAddress>(), key => view.Find(key)?.As<Service>(), moved ? Shown(view) : []);

    private IEnumerable<IPAddress> Shown(IClusterView view) => view.List(Resources.IPAddresses)
        .Where(o => o.Text("service", typeof(IPAddress), static a => AddressPlanner.ServiceOf((IPAddress)a)?.Path ?? "") == Key.Path).Select(static o => o.As<IPAddress>());

    private static List<EndpointSlice> Slices(IClusterView view, KubeObject owner) =>
    [
        .. view.ControlledBy(Resources.EndpointSlices, owner.Metadata.Uid).Select(static o => o.As<EndpointSlice>()).Where(static s => s.Metadata.DeletionTimestamp is null),
    ];

    private ServiceView Gather(IClusterView view, Service service)
    {
        var pods = view.List(Resources.Pods, Key.Namespace).Where(o => o.Header.Labels.Contains(service.Spec.Selector)).Select(static o => o.As<Pod>()).ToList();
        var (zones, lost) = (new Dictionary<string, string>(), new HashSet<string>());
        foreach (var name in pods.Select(static p => p.Spec.NodeName).Where(static n => n.Length > 0).Distinct())
        {
            if (view.Find(new ObjectKey(Resources.Nodes, "", name)) is not { } node) lost.Add(name);
            else if (node.Header.Labels.TryGetValue(ServiceFacts.ZoneLabel, out var zone)) zones[name] = zone;
        }

        return new ServiceView(service, pods, Slices(view, service), Endpoints(view), zones)
        {
            LostNodes = lost,
            Processors = TopologyHints.IsProportional(service) ? TopologyHints.Processors(view.List(Resources.Nodes).Select(static o => o.As<Node>())) : null,
        };
    }

    /// <summary>Slices go with their owner; Endpoints and addresses have none, so they go here.</summary>
    private async Task<DateTimeOffset?> ForgetAsync(IClusterView view)
    {
        (_addresses, _times, _hints) = (null, null, null);
        var writes = Addresses(view, null, true).ToList();
        if (Endpoints(view) is { } endpoints) writes.Add(ObjectDeletion.Of(Resources.Endpoints, endpoints));
        await WriteOrThrowAsync(writes);
        return null;
    }
}
