namespace Orleans.Kube.Engine.Tests.Behaviour;

internal sealed class OddGrain : Grain, IOddGrain
{
    public DateTime Now() => DateTime.UnixEpoch;
}
