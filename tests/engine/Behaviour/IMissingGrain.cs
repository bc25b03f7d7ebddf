namespace Orleans.Kube.Engine.Tests.Behaviour;

internal interface IMissingGrain : IGrainWithStringKey;
