using Orleans.Kube.Engine;
using Orleans.Runtime;

namespace Orleans;

/// <summary>The base of a grain class. Its members run in turns: never two at once, and after an <c>await</c> again in a turn.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    /// <summary>Only the engine makes grains: a constructor runs inside an activation.</summary>
    protected Grain() => GrainContext = Activation.Current
        ?? throw new InvalidOperationException($"{GetType().Name} is a grain: get it from IGrainFactory instead of constructing it.");

    /// <inheritdoc/>
    public IGrainContext GrainContext { get; }

    /// <summary>A reference to this grain, to hand to others.</summary>
    public GrainReference GrainReference => GrainContext.GrainReference;

    /// <summary>The grain's id as text.</summary>
    public string IdentityString => GrainContext.GrainId.ToString();

    /// <summary>Makes references to other grains.</summary>
    protected IGrainFactory GrainFactory => ((Activation)GrainContext).Class.Silo;

    /// <summary>The activation's own service scope.</summary>
    protected internal IServiceProvider ServiceProvider => GrainContext.ActivationServices;

    /// <inheritdoc/>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends this activation once the calls it is running have finished; calls that wait go to a fresh one.</summary>
    protected void DeactivateOnIdle() => GrainBaseExtensions.DeactivateOnIdle(this);

    /// <summary>Keeps idle collection away for that long; <see cref="TimeSpan.MaxValue"/> for ever, a negative span takes it back.</summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => ((Activation)GrainContext).DelayDeactivation(timeSpan);
}
