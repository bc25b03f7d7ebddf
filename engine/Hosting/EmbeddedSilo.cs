using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Kube.Engine;

/// <summary>
/// The engine: makes references, holds the activations, ends them. Calls are served between <see cref="StartAsync"/> and
/// <see cref="StopAsync"/>, after which it can be started again; otherwise callers get a <see cref="SiloUnavailableException"/>.
/// </summary>
public sealed class EmbeddedSilo : IGrainFactory
{
    private readonly GrainCatalog _catalog;
    private readonly SemaphoreSlim _startStop = new(1, 1);
    private Sweeper? _sweeper;
    private volatile bool _running;

    internal EmbeddedSilo(IServiceProvider services, ServiceLifetimes lifetimes, EmbeddedSiloParts parts)
    {
        (Services, Lifetimes, Options, Log) = (services, lifetimes, parts.Options, parts.Log);
        Clock = new SiloClock(parts.Time, Options.SweepPeriod);
        Departures = new Departures(Clock);
        _catalog = new GrainCatalog(this, parts.Assemblies);
    }

    /// <summary>How many activations are in memory.</summary>
    public int ActivationCount => _catalog.Classes.Sum(grainClass => grainClass.Count);

    /// <summary>Whether calls are served.</summary>
    public bool IsRunning => _running;

    internal IServiceProvider Services { get; }

    internal ServiceLifetimes Lifetimes { get; }

    internal EmbeddedEngineOptions Options { get; }

    internal ILogger Log { get; }

    internal SiloClock Clock { get; }

    internal Departures Departures { get; }

    /// <summary>Begins to serve calls. Does nothing when it already does.</summary>
    /// <exception cref="InvalidOperationException">Two grain classes have the same type.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await _startStop.WaitAsync(cancellationToken);
        try
        {
            if (!_running)
            {
                _sweeper = new Sweeper(Clock, Departures, _catalog, Options, Log);
                _sweeper.Start();
                _running = true;
                Log.SiloStarted(_catalog.Classes.Length);
            }
        }
        finally
        {
            _startStop.Release();
        }
    }

    /// <summary>Makes no more activations and ends those there are: each finishes what it runs and is deactivated; calls that wait are
    /// rejected. When the token is cancelled, activations end without waiting for the calls they run.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        await _startStop.WaitAsync(CancellationToken.None);
        try
        {
            if (_running)
            {
                _running = false;
                Log.SiloStopped(await EndAllAsync(cancellationToken));
                _sweeper!.Dispose();
            }
        }
        finally
        {
            _startStop.Release();
        }
    }

    /// <inheritdoc/>
    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey => (TGrainInterface)Get(typeof(TGrainInterface), GrainKey.Of(primaryKey), grainClassNamePrefix);

    /// <inheritdoc/>
    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey => (TGrainInterface)Get(typeof(TGrainInterface), GrainKey.Of(primaryKey), grainClassNamePrefix);

    /// <inheritdoc/>
    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey => (TGrainInterface)Get(typeof(TGrainInterface), primaryKey, grainClassNamePrefix);

    /// <inheritdoc/>
    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidCompoundKey =>
        (TGrainInterface)Get(typeof(TGrainInterface), GrainKey.Of(primaryKey, keyExtension), grainClassNamePrefix);

    /// <inheritdoc/>
    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerCompoundKey =>
        (TGrainInterface)Get(typeof(TGrainInterface), GrainKey.Of(primaryKey, keyExtension), grainClassNamePrefix);

    /// <inheritdoc/>
    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable =>
        (TGrainInterface)_catalog.OfType(grainId.Type).Reference(typeof(TGrainInterface), grainId.Key.ToString());

    /// <inheritdoc/>
    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) => (IGrain)Get(grainInterfaceType, GrainKey.Of(grainPrimaryKey), null);

    /// <inheritdoc/>
    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey) => (IGrain)Get(grainInterfaceType, GrainKey.Of(grainPrimaryKey), null);

    /// <inheritdoc/>
    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => (IGrain)Get(grainInterfaceType, grainPrimaryKey, null);

    /// <inheritdoc/>
    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey, string keyExtension) =>
        (IGrain)Get(grainInterfaceType, GrainKey.Of(grainPrimaryKey, keyExtension), null);

    /// <inheritdoc/>
    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey, string keyExtension) =>
        (IGrain)Get(grainInterfaceType, GrainKey.Of(grainPrimaryKey, keyExtension), null);

    /// <inheritdoc/>
    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey) => (IAddressable)Get(interfaceType, grainKey.ToString(), null);

    /// <inheritdoc/>
    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey, string grainClassNamePrefix) =>
        (IAddressable)Get(interfaceType, grainKey.ToString(), grainClassNamePrefix);

    internal void ThrowIfNotRunning()
    {
        if (!_running)
        {
            throw new SiloUnavailableException();
        }
    }

    private object Get(Type interfaceType, string key, string? classNamePrefix)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return _catalog.Implementing(interfaceType, classNamePrefix).Reference(interfaceType, key);
    }

    private async Task<int> EndAllAsync(CancellationToken impatience)
    {
        var reason = new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The silo stops.");
        var ended = 0;
        while (_catalog.Activations.ToArray() is { Length: > 0 } activations)
        {
            foreach (var activation in activations)
            {
                activation.Deactivate(reason, impatience);
            }

            await Task.WhenAll(activations.Select(activation => activation.Deactivated));
            ended += activations.Length;
        }

        return ended;
    }
}
