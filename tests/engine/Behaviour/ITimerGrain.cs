namespace Orleans.Kube.Engine.Tests.Behaviour;

internal interface ITimerGrain : IGrainWithStringKey
{
    Task Start(TimeSpan due, TimeSpan period, bool keepAlive);

    Task StartInterleaving(TimeSpan due);

    Task StartBlocking(TimeSpan due, string gate);

    Task StartFailing(TimeSpan period);

    Task Change(TimeSpan due, TimeSpan period);

    Task Stop();

    Task Hold(string gate);

    Task Forget();
}
