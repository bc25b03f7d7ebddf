using System.Collections.Concurrent;
using System.Threading.Channels;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.NodeAgent.Events;
using Orleans.Kube.NodeAgent.Probes;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>
/// Looks after one pod: observe, plan, report, act, and again until there is nothing to do; then sleeps until something happens or the
/// plan's time has come. All of a pod's steps run here, one after the other.
/// </summary>
public sealed partial class PodWorker
{
    private static readonly TimeSpan RuntimeRetry = TimeSpan.FromSeconds(2);

    private readonly PodServices _services;
    private readonly ILogger _logger;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentQueue<Func<PodMemory, PodMemory>> _news = new();
    private readonly Dictionary<(string Id, bool IsEnding), ContainerProbes> _probes = [];
    private readonly WaitingEvents _waiting;
    private readonly Lock _lock = new();
    private readonly long _seen;
    private CancellationTokenSource _step = new();
    private CancellationTokenSource _hurry = new();
    private Pod _pod;
    private bool _isRemoved;
    private int _evictions;
    private bool _isFinished;
    private PodMemory _memory;
    private PodAllocation _allocation;
    private PodVerdict? _held;
    private bool _hasAll;
    private PodStatus? _status;
    private long _volumesSeen;
    private DateTimeOffset? _tellAgainAt;
    private volatile int _changes;
    private int _changesSeen;
    private int _changesShown;

    /// <param name="pod">The pod.</param>
    /// <param name="services">What the worker works with.</param>
    /// <param name="allocation">What the node has set aside for the pod.</param>
    /// <param name="rejection">Why the node does not take the pod on, or null when it does.</param>
    public PodWorker(Pod pod, PodServices services, PodAllocation allocation, PodVerdict? rejection = null)
    {
        (_allocation, _hasAll) = (allocation, allocation.Covers(pod.Spec));
        _memory = new PodMemory { Verdict = rejection is null ? null : rejection with { Message = $"Pod was rejected: {rejection.Message}", IsRejection = true } };
        if (rejection is not null) services.Events.Warning(pod, rejection.Reason, rejection.Message);
        (_pod, _services, _logger, _waiting) = (pod, services, services.Logger, new WaitingEvents(services.Events));
        _volumesSeen = _seen = services.Time.GetTimestamp();
        Wake();
    }

    public string Uid => _pod.Metadata.Uid;

    /// <summary>The pod with the status that was last worked out.</summary>
    public Pod Current
    {
        get
        {
            lock (_lock) return _status is null ? _pod : _pod with { Status = Merge(_pod.Status, _status) };
        }
    }

    /// <summary>The same with what the node has set aside for it.</summary>
    public Pod Allocated
    {
        get
        {
            lock (_lock) return _hasAll ? Current : _allocation.ApplyTo(Current);
        }
    }

    /// <summary>Whether the pod asks for other resources than it has been given, or did when that was decided.</summary>
    public bool WaitsForResize
    {
        get
        {
            lock (_lock) return _held is not null || !_hasAll;
        }
    }

    /// <summary>The pod is now this. Its deletion cuts off what is being started; so does a shorter grace period what ends within a longer one.</summary>
    public void Update(Pod pod)
    {
        lock (_lock)
        {
            var was = _pod;
            _pod = pod;
            if (!ReferenceEquals(was.Spec, pod.Spec)) _hasAll = _allocation.Covers(pod.Spec);
            if (pod.Metadata.DeletionTimestamp is not null && was.Metadata.DeletionTimestamp is null)
            {
                _step.Cancel();
                _hurry.Cancel();
            }

            if (!SaysTheSame(pod.Metadata, was.Metadata)) LookAnew();
            if (pod.Metadata.DeletionGracePeriodSeconds < (was.Metadata.DeletionGracePeriodSeconds ?? -1)) _hurry.Cancel();
        }

        Wake();
    }

    /// <summary>Something that the pod refers to has changed: its volumes are brought up to date, and what failed for want of it is tried again.</summary>
    public void Refresh()
    {
        LookAnew();
        Wake();
    }

    /// <summary>Ends the pod for good, for the sake of the node. Only the first verdict counts.</summary>
    public void Evict(PodVerdict verdict)
    {
        if (Interlocked.Exchange(ref _evictions, 1) > 0) return;
        _services.Events.Warning(_pod, verdict);
        _news.Enqueue(memory => memory.Verdict is null ? memory with { Verdict = verdict } : memory);
        lock (_lock) _hurry.Cancel();
        Wake();
    }

    /// <summary>Whether the node has room for the resources that the pod asks for.</summary>
    /// <param name="judged">The pod as it was judged; it may ask for something else by now.</param>
    /// <param name="held">Why it has not, or null when it has: then they are set aside.</param>
    public void Decide(Pod judged, PodVerdict? held)
    {
        lock (_lock)
        {
            if (held is not null && held == _held) return;
            _held = held;
            if (held is null)
            {
                var changed = _allocation.Differing(judged.Spec).ToList();
                _allocation = PodAllocation.Of(judged.Spec);
                _hasAll = _allocation.Covers(_pod.Spec);
                _news.Enqueue(memory => memory.Granted(changed));
            }
            else _news.Enqueue(memory => memory with { ResizeHeld = held });
        }

        Wake();
    }

    /// <summary>The API server has the pod no more: end it and forget it.</summary>
    public void Remove()
    {
        lock (_lock)
        {
            _isRemoved = true;
            _step.Cancel();
        }

        Wake();
    }

    /// <summary>Something may have happened to the pod's containers.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Works until the pod has gone, or until cancelled: then its containers run on.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await _wake.Reader.ReadAsync(cancellationToken);
                if (await WorkAsync(cancellationToken)) return;
            }
        }
        finally
        {
            foreach (var probe in _probes.Values) await probe.DisposeAsync();
            _services.Metrics.Probes.Forget(Uid);
        }
    }

    private void LookAnew()
    {
        _news.Enqueue(memory => memory.TryAgain());
        Interlocked.Increment(ref _changes);
    }

    /// <summary>Whether what the downward API tells of two states of a pod is the same.</summary>
    private static bool SaysTheSame(ObjectMeta one, ObjectMeta other) => Same(one.Labels, other.Labels) && Same(one.Annotations, other.Annotations);

    private static bool Same(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        ReferenceEquals(one, other) || (one.Count == other.Count && one.All(p => other.TryGetValue(p.Key, out var value) && value == p.Value));

    private async Task<bool> WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                if (_isFinished)
                {
                    _services.Volumes.Remove(Uid);
                    return true;
                }

                var view = await ObserveAsync(cancellationToken);
                var plan = _services.Planner.Plan(view);
                Publish(view);
                await ProbeAsync(view);
                if (plan.Actions is [PodAction.Finish])
                {
                    await FinishAsync(view, cancellationToken);
                    continue;
                }

                if (plan.Actions.Count == 0)
                {
                    await RefreshVolumesAsync(view, cancellationToken);
                    WakeAt(plan.LookAgainAt < _tellAgainAt ? plan.LookAgainAt : _tellAgainAt ?? plan.LookAgainAt);
                    return false;
                }

                await ActAsync(view, plan, cancellationToken);
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (e is RuntimeException or References.ReferenceException) LogTrouble(_pod.Metadata.Namespace, _pod.Metadata.Name, e.Message);
            else LogFailed(_pod.Metadata.Namespace, _pod.Metadata.Name, e);
            WakeAt(_services.Time.GetUtcNow() + RuntimeRetry);
            return false;
        }
    }

    private async Task<PodView> ObserveAsync(CancellationToken cancellationToken)
    {
        // Before the pod is looked at: what changes from here on is seen the next time.
        _changesSeen = _changes;
        while (_news.TryDequeue(out var news)) _memory = news(_memory);
        var found = await _services.Runtime.ListAsync(Uid, cancellationToken);
        var observed = await Task.WhenAll(found.Select(c => TerminationMessages.ReadAsync(c, _services.Runtime, cancellationToken)));
        lock (_lock)
        {
            if (_step.IsCancellationRequested) _step = new CancellationTokenSource();
            if (_hurry.IsCancellationRequested) _hurry = new CancellationTokenSource();
        }

        var pod = Allocated;
        if (_status is null) _memory = Recall(pod, observed);
        var view = new PodView(pod, observed, _memory, _services.Time.GetUtcNow(), _isRemoved);
        _memory = _memory.Noticing(view);
        return view with { Memory = _memory };
    }

    /// <summary>A new agent takes over what the last one had found out about containers that still run.</summary>
    private PodMemory Recall(Pod pod, IReadOnlyList<RuntimeContainer> observed)
    {
        var known = pod.Status.InitContainerStatuses.Concat(pod.Status.ContainerStatuses).ToDictionary(s => s.ContainerID);
        var running = observed.Where(c => c.State == RuntimeState.Running && known.ContainsKey($"docker://{c.Id}"));
        return _memory with
        {
            Probes = _memory.Probes.SetItems(running.Select(c =>
                KeyValuePair.Create(c.Id, new ProbeFindings(known[$"docker://{c.Id}"].Started, known[$"docker://{c.Id}"].Ready)))),
        };
    }

    private void Publish(PodView view)
    {
        var status = _services.Statuses.Build(view, _services.Node.HostIP);
        _tellAgainAt = _waiting.Record(view.Pod, status, view.Now);
        if (status.Phase == PodPhase.Running && (_status ?? view.Pod.Status).Phase != PodPhase.Running) _services.Metrics.PodStarted(_services.Time.GetElapsedTime(_seen));
        lock (_lock) _status = status;
        if (!view.IsRemoved) _services.Sink.Report(view.Pod, status);
    }

    private async Task ActAsync(PodView view, PodPlan plan, CancellationToken cancellationToken)
    {
        CancellationToken step, hurry;
        lock (_lock) (step, hurry) = (_step.Token, _hurry.Token);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, step);
        view = view with { Pod = Allocated };
        var stops = plan.Actions.OfType<PodAction.Stop>().ToList();
        if (stops.Count > 0)
        {
            _memory = _memory with { Replaced = _memory.Replaced.Union(stops.Where(static s => s.IsReplaced).Select(static s => s.Id)) };
            await TellUntilAsync(_services.Executor.StopAsync(view, stops, hurry, cancellationToken), cancellationToken);
            return;
        }

        try
        {
            foreach (var action in plan.Actions)
            {
                _memory = await _services.Executor.DoAsync(view with { Memory = _memory }, action, both.Token);
                if (action is PodAction.RunSandbox) return;
            }
        }
        catch (OperationCanceledException) when (step.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            LogCutOff(view.Pod.Metadata.Namespace, view.Pod.Metadata.Name);
        }
    }

    /// <summary>Goes on telling what is observed while containers take their time to end: they may cease to be ready before.</summary>
    private async Task TellUntilAsync(Task stopped, CancellationToken cancellationToken)
    {
        while (await Task.WhenAny(stopped, _wake.Reader.WaitToReadAsync(cancellationToken).AsTask()) != stopped && !cancellationToken.IsCancellationRequested)
        {
            _wake.Reader.TryRead(out _);
            try
            {
                var view = await ObserveAsync(cancellationToken);
                Publish(view);
                await ProbeAsync(view);
            }
            catch (RuntimeException e)
            {
                LogTrouble(_pod.Metadata.Namespace, _pod.Metadata.Name, e.Message);
            }
        }

        await stopped;
    }

    /// <summary>Starts the probes of containers that run now and ends those of containers that do not. Of a pod that ends, only its readiness is looked at further.</summary>
    private async Task ProbeAsync(PodView view)
    {
        var wanted = new HashSet<(string Id, bool IsEnding)>();
        foreach (var (defined, _) in PodContainers.All(view.Pod.Spec))
        {
            var container = view.IsDeleting ? defined with { StartupProbe = null, LivenessProbe = null } : defined;
            if (container is { StartupProbe: null, ReadinessProbe: null, LivenessProbe: null }) continue;
            if (view.Latest(container.Name) is not { State: RuntimeState.Running } running) continue;
            var key = (running.Id, view.IsDeleting);
            wanted.Add(key);
            if (_probes.ContainsKey(key)) continue;
            var probes = new ContainerProbes(_services.Prober, _services.Events, _services.Metrics.Probes, _services.Time, change => Learn(running.Id, change));
            var address = view.Pod.Spec.HostNetwork ? _services.Node.HostIP : view.Sandbox!.Address;
            probes.Start(view.Pod, container, running, address, view.Findings(running).Started == true);
            _probes[key] = probes;
        }

        foreach (var key in _probes.Keys.Except(wanted).ToList())
        {
            _probes.Remove(key, out var probes);
            await probes!.DisposeAsync();
        }
    }

    private void Learn(string id, Func<ProbeFindings, ProbeFindings> change)
    {
        _news.Enqueue(memory => memory with { Probes = memory.Probes.SetItem(id, change(memory.Probes.GetValueOrDefault(id) ?? new())) });
        Wake();
    }

    private async Task FinishAsync(PodView view, CancellationToken cancellationToken)
    {
        foreach (var container in view.Observed.OrderBy(c => c.IsSandbox)) await _services.Runtime.RemoveAsync(container.Id, cancellationToken);
        // As with kubelet, a pod has gone only once its volumes have.
        await ReleaseAsync(cancellationToken);
        if (view.IsRemoved) _services.Sink.Forget(Uid);
        else await _services.Sink.FinishAsync(view.Pod, _status!, cancellationToken);
        _isFinished = true;
    }

    private async Task RefreshVolumesAsync(PodView view, CancellationToken cancellationToken)
    {
        if (PodPlanner.IsOver(view) && !view.SandboxRuns) await ReleaseAsync(cancellationToken);
        if (!view.SandboxRuns || !PodVolumes.NeedsRefresh(view.Pod.Spec)) return;
        var age = _services.Time.GetElapsedTime(_volumesSeen);
        if (age >= _services.Options.VolumeRefresh || _changesSeen != _changesShown)
        {
            _changesShown = _changesSeen;
            try
            {
                await _services.Volumes.RefreshAsync(view.Pod, cancellationToken);
            }
            catch (References.MountException e)
            {
                foreach (var failure in e.Failures) _services.Events.Warning(view.Pod, failure.Reason, failure.Message);
            }

            (_volumesSeen, age) = (_services.Time.GetTimestamp(), TimeSpan.Zero);
        }

        WakeAt(_services.Time.GetUtcNow() + (_services.Options.VolumeRefresh - age));
    }

    /// <summary>What the pod had is for others to have.</summary>
    private Task ReleaseAsync(CancellationToken cancellationToken)
    {
        _services.Devices.Release(Uid);
        return _services.Volumes.ReleaseAsync(Uid, cancellationToken);
    }

    private void WakeAt(DateTimeOffset? time)
    {
        if (time is null) return;
        var wait = time.Value - _services.Time.GetUtcNow();
        if (wait <= TimeSpan.Zero) Wake();
        else _ = LaterAsync();

        async Task LaterAsync()
        {
            await Task.Delay(wait, _services.Time);
            Wake();
        }
    }

    /// <summary>The status worked out here, with the conditions that others have written since.</summary>
    private static PodStatus Merge(PodStatus server, PodStatus own)
    {
        var isFinal = server.Phase is PodPhase.Succeeded or PodPhase.Failed;
        return own with
        {
            Phase = isFinal ? server.Phase : own.Phase,
            Conditions = PodConditions.Merge(server.Conditions, own.Conditions),
        };
    }

    [LoggerMessage(LogLevel.Warning, "pod {ns}/{name}: a step failed and is tried again")]
    private partial void LogFailed(string ns, string name, Exception exception);

    [LoggerMessage(LogLevel.Warning, "pod {ns}/{name}: {reason}; it is tried again")]
    private partial void LogTrouble(string ns, string name, string reason);

    [LoggerMessage(LogLevel.Information, "pod {ns}/{name} is being deleted: its start is cut off")]
    private partial void LogCutOff(string ns, string name);
}
