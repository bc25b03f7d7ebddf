namespace Orleans.Kube.Engine;

/// <summary>Something that runs the grain's code, one at a time unless it interleaves: a call or a timer's run.</summary>
internal abstract class Invocation : WorkItem
{
    public abstract Interleaving Interleaving { get; }

    /// <summary>What travels with it.</summary>
    public virtual CallContext? Context => null;

    /// <summary>Whether nobody wants it any more, so that it need not begin.</summary>
    public abstract bool IsAbandoned { get; }

    /// <summary>Whether it counts as use of the activation.</summary>
    public abstract bool IsUse { get; }

    public sealed override void Run(Activation activation) => activation.Admit(this);

    /// <summary>Runs the grain's code up to its first await. May throw what that code throws.</summary>
    public abstract Task Invoke(object grain);

    /// <summary>Hands the outcome of the ended task to whoever waits for it.</summary>
    public abstract void Complete(Task ended, Activation activation);

    /// <summary>It cannot run.</summary>
    public abstract void Reject(Exception reason);

    /// <summary>The activation ended before it began: it goes elsewhere, or nowhere.</summary>
    public abstract void Forward(Activation from);
}
