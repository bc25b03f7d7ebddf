namespace Orleans.Kube.Grains;

/// <summary>The sorts of grains that changes wake.</summary>
public enum WakeKind
{
    Reconciler,
    Scheduler,
    Garbage,
    BootstrapTokens,
    AwaitedKind,
    TokenGone,
}
