namespace Orleans.Kube.Engine.Tests.Behaviour;

internal interface IOddGrain : IGrainWithStringKey
{
    DateTime Now();
}
