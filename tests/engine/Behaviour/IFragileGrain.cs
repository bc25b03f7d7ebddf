namespace Orleans.Kube.Engine.Tests.Behaviour;

internal interface IFragileGrain : IGrainWithStringKey
{
    Task<string> Hello();

    Task Keep(TimeSpan time);

    Task WaitAndForget(string gate);
}
