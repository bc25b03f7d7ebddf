using System.Net;

namespace Orleans.Kube.Controllers.Services;

/// <summary>The ranges that services get their addresses and ports from when nothing else is said.</summary>
public sealed record ServiceNetwork
{
    /// <summary>The range of the ServiceCIDR <c>kubernetes</c> (Kubernetes' usual: 10.96.0.0/12). Others add to it.</summary>
    public IPNetwork Addresses { get; init; } = new(new IPAddress([10, 96, 0, 0]), 12);

    /// <summary>The first node port.</summary>
    public int FirstNodePort { get; init; } = 30000;

    /// <summary>The last node port.</summary>
    public int LastNodePort { get; init; } = 32767;

    /// <summary>How many ports at the start of the range are only given to services that ask for them by number.</summary>
    public int StaticNodePorts { get; init; } = 86;
}
