namespace Orleans.Kube.Silo.Hosting;

/// <summary>What runs the grains, as far as the control plane has a say in it.</summary>
public interface IGrainEngine
{
    /// <summary>Begins to serve grain calls. Does nothing when it already does.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Ends all activations; calls are refused from now on.</summary>
    Task StopAsync(CancellationToken cancellationToken);
}
