namespace Orleans.Kube.Engine.Tests.Behaviour;

internal interface IChainGrain : IGrainWithStringKey
{
    Task<string> Answer();

    Task<string> Relay(string to);

    Task<string> AskBack(string via);

    Task<string> AskBackReentrantly(string via);

    Task<string?> ContextOf(string name);

    Task<string?> ContextSeenBy(string other, string name);

    Task LeaveContextBehind(string name, string value);

    Task SetContextWhile(string name, string value, string gate);
}
