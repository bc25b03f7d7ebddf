namespace Orleans.Kube.Silo.Handlers;

/// <summary>Works only where the grains run and the agents are connected: another silo passes such requests on to that one.</summary>
public interface IActiveSiloHandler : IRequestHandler;
