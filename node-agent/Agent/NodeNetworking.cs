using System.Net;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Discovery;
using Orleans.Kube.NodeAgent.Dns;
using Orleans.Kube.NodeAgent.Proxy;
using Orleans.Kube.NodeAgent.Proxy.Connections;
using Orleans.Kube.NodeAgent.Routes;

namespace Orleans.Kube.NodeAgent.Agent;

/// <summary>What a node does so that pods find each other: it routes service addresses and the pods of other machines, keeps to network policies, and answers for names.</summary>
public sealed class NodeNetworking(AgentOptions options, KubeClient client, ILoggerFactory logging, TimeProvider time)
{
    private const string ZoneLabel = "topology.kubernetes.io/zone";

    private volatile ServiceProxy? _proxy;
    private readonly Informer<EndpointSlice> _slices = new(client.Of<EndpointSlice>(), null, logging.CreateLogger("endpointslices"));

    /// <summary>The services of the cluster.</summary>
    public Informer<Service> Services { get; } = new(client.Of<Service>(), null, logging.CreateLogger("services"));

    /// <summary>The container runtime has begun anew, and may have put packet filter rules of its own before this agent's.</summary>
    public void RuntimeBegan() => _proxy?.CheckHooks();

    /// <summary>Follows services until cancelled.</summary>
    /// <param name="podCidr">The addresses of this node's pods.</param>
    /// <param name="machine">The address under which other machines reach this one.</param>
    /// <param name="cancellationToken">Ends it; the rules stay.</param>
    public async Task RunAsync(string podCidr, string machine, CancellationToken cancellationToken)
    {
        if (!options.ServiceProxy)
        {
            await Services.RunAsync(cancellationToken);
            return;
        }

        using var health = new HealthCheckPorts(logging.CreateLogger<HealthCheckPorts>());
        var chains = new ChainNames(AgentIdentity.Ensure(options.DataFolder));
        var settings = new ProxySettings { PodCidr = podCidr, NodeName = options.NodeName, Chains = chains };
        var proxy = _proxy = new ServiceProxy(Services, _slices, settings, new IptablesFilter(chains), new KernelConnections(), health, time, logging.CreateLogger<ServiceProxy>());
        var names = options.ClusterDns is null
            ? Task.CompletedTask
            : new ClusterDns(Services, _slices, options, time, logging).RunAsync(Gateway(podCidr), proxy.AnswerNamesAt, cancellationToken);
        var nodes = new Informer<Node>(client.Of<Node>(), null, logging.CreateLogger("nodes"));
        var router = new PodRouter(nodes, options.NodeName, machine, podCidr, time, logging.CreateLogger<PodRouter>());
        router.Changed += proxy.KeepSourcesTo;
        nodes.Changed += change =>
        {
            if (change.Object.Metadata.Name != options.NodeName) return;
            proxy.LiveIn(change.Object.Metadata.Labels.GetValueOrDefault(ZoneLabel, ""));
            proxy.Health.Judge(change.Object);
        };
        var traffic = new TrafficFollower(client, options.NodeName, time, logging.CreateLogger<TrafficFollower>());
        traffic.Changed += proxy.Judge;
        new TrackingSettings(TrackingSettings.Folder, logging.CreateLogger<TrackingSettings>()).Apply(Environment.ProcessorCount);
        await Task.WhenAll(
            new ProxyPorts(proxy.Health, options, time, logging.CreateLogger<ProxyPorts>()).RunAsync(cancellationToken),
            traffic.RunAsync(cancellationToken), Services.RunAsync(cancellationToken), _slices.RunAsync(cancellationToken), proxy.RunAsync(cancellationToken), names, nodes.RunAsync(cancellationToken), router.RunAsync(cancellationToken));
    }

    /// <summary>The machine's own address in the pods' network: the first of the range.</summary>
    public static IPAddress Gateway(string podCidr)
    {
        var bytes = IPNetwork.Parse(podCidr).BaseAddress.GetAddressBytes();
        bytes[^1]++;
        return new IPAddress(bytes);
    }
}
