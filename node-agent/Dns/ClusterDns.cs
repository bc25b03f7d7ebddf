using System.Net;
using System.Net.Sockets;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;

namespace Orleans.Kube.NodeAgent.Dns;

/// <summary>The cluster's DNS on this node: a server on the pods' gateway, to which the service proxy sends what is meant for the kube-dns service.</summary>
public sealed partial class ClusterDns
{
    /// <summary>How old an answer may be while services change.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    private readonly Informer<Service> _services;
    private readonly Informer<EndpointSlice> _slices;
    private readonly AgentOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _logging;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private ClusterRecords _records = ClusterRecords.Empty;
    private long _built;
    private bool _isStale = true;

    public ClusterDns(Informer<Service> services, Informer<EndpointSlice> slices, AgentOptions options, TimeProvider time, ILoggerFactory logging)
    {
        (_services, _slices, _options, _time, _logging, _logger) = (services, slices, options, time, logging, logging.CreateLogger<ClusterDns>());
        services.Changed += _ => Invalidate();
        slices.Changed += _ => Invalidate();
    }

    /// <summary>Serves on an address until cancelled; waits until the machine has it.</summary>
    /// <param name="address">The pods' gateway.</param>
    /// <param name="bound">Told once where the server listens.</param>
    /// <param name="cancellationToken">Ends the server.</param>
    public async Task RunAsync(IPAddress address, Action<IPEndPoint> bound, CancellationToken cancellationToken)
    {
        await Task.WhenAll(_services.Synced, _slices.Synced).WaitAsync(cancellationToken);
        var own = IPAddress.Parse(_options.ClusterDns!);
        var upstream = new UpstreamResolver(() => [.. Resolvers.Servers(Resolvers.File()).Where(s => !s.Equals(own))], _time);
        var responder = new DnsResponder(new ClusterZone(_options.ClusterDomain, own), Records, upstream);
        using var server = new DnsServer(responder, _logging.CreateLogger<DnsServer>());
        bound(await BindAsync(server, address, cancellationToken));
        await server.RunAsync(cancellationToken);
    }

    private async Task<IPEndPoint> BindAsync(DnsServer server, IPAddress address, CancellationToken cancellationToken)
    {
        for (var isTold = false; ; isTold = true)
        {
            try
            {
                return server.Bind(address, _options.ClusterDnsPort);
            }
            catch (SocketException e)
            {
                if (!isTold) LogNoAddress(address, e.Message);
                await Task.Delay(Retry, _time, cancellationToken);
            }
        }
    }

    private void Invalidate()
    {
        lock (_lock) _isStale = true;
    }

    private ClusterRecords Records()
    {
        lock (_lock)
        {
            if (!_isStale || _time.GetElapsedTime(_built) < Freshness) return _records;
            _isStale = false;
            _records = new ClusterRecords(_services.Snapshot.Objects.Values, _slices.Snapshot.Objects.Values);
            _built = _time.GetTimestamp();
            return _records;
        }
    }

    [LoggerMessage(LogLevel.Warning, "the cluster's DNS cannot listen on {address} yet: {reason}")]
    private partial void LogNoAddress(IPAddress address, string reason);
}
