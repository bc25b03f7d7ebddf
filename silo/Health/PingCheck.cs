namespace Orleans.Kube.Silo.Health;

/// <summary>The server answers.</summary>
public sealed class PingCheck : IHealthCheck
{
    public string Name => "ping";

    public bool ConcernsLife => true;

    public string? Problem() => null;
}
