namespace Orleans.Kube.Engine;

/// <summary>Something the engine asks of an activation from outside, to be done in a turn.</summary>
internal sealed class Command(Action<Activation> action) : WorkItem
{
    public override void Run(Activation activation) => action(activation);
}
