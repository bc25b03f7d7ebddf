using System.Net;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Discovery;

namespace Orleans.Kube.NodeAgent.Agent;

/// <summary>
/// Keeps a client told of the cluster's API servers, as the <c>kubernetes</c> service leads to them, and remembers them on disk: an agent finds its
/// cluster again although the server that it was configured with is gone.
/// </summary>
public sealed partial class ServerDirectory
{
    private readonly KubeClient _client;
    private readonly string? _file;
    private readonly ILogger _logger;
    private readonly Informer<EndpointSlice> _slices;

    /// <param name="client">The client to tell.</param>
    /// <param name="folder">Where the servers are remembered; null remembers none.</param>
    /// <param name="logger">Told of what cannot be written.</param>
    public ServerDirectory(KubeClient client, string? folder, ILogger logger)
    {
        (_client, _logger, _file) = (client, logger, folder is null ? null : Path.Combine(folder, "api-servers"));
        _slices = new(client.Of<EndpointSlice>().InNamespace("default"), new ListOptions { LabelSelector = "kubernetes.io/service-name=kubernetes" }, logger);
        _slices.Changed += _ => Learn([.. _slices.Snapshot.Objects.Values.SelectMany(ServersOf).Order(StringComparer.Ordinal)]);
        if (File.Exists(_file)) Tell(File.ReadAllLines(_file));
    }

    /// <summary>Follows the service until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _slices.RunAsync(cancellationToken);

    private static IEnumerable<string> ServersOf(EndpointSlice slice) =>
        from endpoint in slice.Endpoints
        where endpoint.Conditions.Ready != false
        from address in endpoint.Addresses
        from port in slice.Ports
        select new UriBuilder("https", address, port.Port ?? 443).Uri.ToString();

    private void Learn(string[] servers)
    {
        if (servers.Length == 0) return;
        Tell(servers);
        if (_file is null) return;
        try
        {
            File.WriteAllLines(_file, servers);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            NotRemembered(e.Message);
        }
    }

    private void Tell(IEnumerable<string> servers) =>
        _client.Servers.Learn(from line in servers where Uri.TryCreate(line, UriKind.Absolute, out _) let server = new Uri(line) select new DnsEndPoint(server.IdnHost, server.Port));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The addresses of the API servers could not be written down: {Reason}")]
    private partial void NotRemembered(string reason);
}
