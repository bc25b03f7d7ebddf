using Orleans.Kube.Client;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Csi;
using Orleans.Kube.NodeAgent.Devices;
using Orleans.Kube.NodeAgent.Events;
using Orleans.Kube.NodeAgent.Eviction;
using Orleans.Kube.NodeAgent.Http;
using Orleans.Kube.NodeAgent.Metrics;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Plugins;
using Orleans.Kube.NodeAgent.Pods;
using Orleans.Kube.NodeAgent.Probes;
using Orleans.Kube.NodeAgent.References;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.StaticPods;
using Orleans.Kube.NodeAgent.Usage;
using Orleans.Kube.NodeAgent.Variables;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Agent;

/// <summary>Puts the parts of an agent together and runs them.</summary>
public sealed partial class NodeAgentHost(AgentOptions options, KubeClient client, IContainerRuntime runtime, ILoggerFactory logging, TimeProvider time)
{
    /// <summary>How long pods wait for the node to be registered: what they are told of it may be missing without, its addresses may be others.</summary>
    private static readonly TimeSpan RegistrationWait = TimeSpan.FromSeconds(5);

    private readonly AgentMetrics _metrics = new();
    private readonly ILogger _logger = logging.CreateLogger<NodeAgentHost>();

    /// <summary>Runs the agent until cancelled. The containers run on.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var servers = new ServerDirectory(client, options.DataFolder, logging.CreateLogger<ServerDirectory>());
        var shortage = new NodeShortage(options.Eviction, time);
        var events = new EventRecorder(client, options.NodeName, time, logging.CreateLogger<EventRecorder>());
        var readiness = new RuntimeReadiness(runtime, time, logging.CreateLogger<RuntimeReadiness>());
        var folders = new PodFolders(Path.GetFullPath(options.DataFolder));
        var volumes = new CsiRecords(folders);
        var kubelet = new CsiPaths(Path.GetFullPath(options.KubeletFolder));
        Directory.CreateDirectory(folders.All);
        using var plugins = new DevicePlugins(Path.Combine(Path.GetFullPath(options.DataFolder), "devices.json"), time);
        var node = new NodeReporter(client, readiness, options, shortage, volumes, plugins, events, time, logging.CreateLogger<NodeReporter>());
        var statuses = new PodStatusReporter(client, time, logging.CreateLogger<PodStatusReporter>());
        var mirrors = new MirrorStatuses(statuses);
        var informer = new Informer<Pod>(client.Of<Pod>(), new ListOptions { FieldSelector = $"spec.nodeName={options.NodeName}" }, logging.CreateLogger("pods"));
        var network = new NodeNetworking(options, client, logging, time);
        using var http = new HttpProbe();
        var grpc = new GrpcProbe(time);
        await using var objects = new ReferencedObjects(client, logging.CreateLogger("references"));
        var images = new ImageCollector(runtime, options.Eviction, options.DataFolder, time, logging.CreateLogger<ImageCollector>());
        var csiNode = new CsiNodeObjects(client, options.NodeName);
        using var drivers = new CsiDrivers(csiNode);
        var csi = new CsiVolumes(kubelet, volumes, drivers, objects, Machine.Boot, () => node.Node, time);
        var claims = new ClaimVolumes(folders, objects, csi, events);
        var devices = new DeviceGrants(plugins, folders);
        var fleet = Fleet(informer, node, events, mirrors, network.Services, http, grpc, folders, objects, claims, csi, devices, images);
        drivers.Registered += () => fleet.Refresh([.. fleet.Pods.Where(CsiVolumes.MayUse).Select(static p => p.Metadata.Uid)]);
        fleet.RuntimeBegan += network.RuntimeBegan;
        var eviction = new Evictor(
            fleet, runtime, new PodUseMeter(runtime, folders), images, shortage, folder => Machine.Read(options.DataFolder, folder), events, options.Eviction,
            Reserved.Of(options).GetValueOrDefault(ResourceName.Memory).Value, options.NodeName, time, logging.CreateLogger<Evictor>());

        // Whoever sees the node may put manifests there, and the drivers' own pods mount these.
        MakePlaces(kubelet);
        if (options.StaticPods is { } manifests) Directory.CreateDirectory(manifests);
        var registered = node.RegisterAsync(cancellationToken);
        await Task.WhenAny(registered, Task.Delay(RegistrationWait, time, cancellationToken));
        await Task.WhenAll(
            AfterAsync(registered, () => node.RunAsync(cancellationToken)), events.RunAsync(cancellationToken), statuses.RunAsync(cancellationToken), servers.RunAsync(cancellationToken),
            AfterAsync(registered, () => PluginsAsync(kubelet, csiNode, [drivers, plugins], cancellationToken)), new DeviceRegistration(kubelet.DevicePlugins, plugins, time, logging.CreateLogger<DeviceRegistration>()).RunAsync(cancellationToken),
            new PodResourcesServer(kubelet.PodResources, () => fleet.Pods, devices, time, logging.CreateLogger<PodResourcesServer>()).RunAsync(cancellationToken),
            ServeAsync(fleet, node, new ClaimDisks(claims, csi, time), cancellationToken), FoldersAsync(folders, cancellationToken),
            new OomWatch(options.NodeName, events, time, logging.CreateLogger<OomWatch>()).RunAsync(cancellationToken),
            AfterAsync(readiness.UntilReadyAsync(() => PodCidr(node.Node), cancellationToken), () => Task.WhenAll(
                network.RunAsync(PodCidr(node.Node), node.HostIP, cancellationToken), fleet.RunAsync(cancellationToken), eviction.RunAsync(cancellationToken),
                StaticPodsAsync(fleet, informer, node, mirrors, cancellationToken), readiness.KeepAsync(PodCidr(node.Node), cancellationToken))));
    }

    /// <summary>Streams reach the node through tunnels; without idle ones none do.</summary>
    private Task ServeAsync(PodFleet fleet, NodeReporter node, ClaimDisks claims, CancellationToken cancellationToken) =>
        options.IdleTunnels == 0 ? Task.CompletedTask : new AgentApi(options, client, runtime, fleet, new FigureReader(fleet, runtime, claims, options, time), node, _metrics, logging).RunAsync(cancellationToken);

    private void MakePlaces(CsiPaths kubelet)
    {
        try
        {
            kubelet.Make();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNoPlaces(options.KubeletFolder, e.Message);
        }
    }

    private Task PluginsAsync(CsiPaths kubelet, CsiNodeObjects node, IReadOnlyList<IPluginHandler> handlers, CancellationToken cancellationToken)
    {
        var plugins = new PluginFolder(kubelet.Registry, handlers, time, logging.CreateLogger<PluginFolder>());
        return new CsiNode(node, plugins, client.Options, logging.CreateLogger<CsiNode>()).RunAsync(cancellationToken);
    }

    private Task StaticPodsAsync(PodFleet fleet, Informer<Pod> informer, NodeReporter node, MirrorStatuses mirrors, CancellationToken cancellationToken) => options.StaticPods is not { } folder
        ? Task.CompletedTask
        : new StaticPodFolder(folder, fleet, informer, client, () => node.Node, options.NodeName, mirrors, time, logging.CreateLogger<StaticPodFolder>()).RunAsync(cancellationToken);

    private Task FoldersAsync(PodFolders folders, CancellationToken cancellationToken)
    {
        var volumes = new Informer<PersistentVolume>(client.Of<PersistentVolume>(), null, logging.CreateLogger("persistentvolumes"));
        return new LocalVolumeFolders(folders, volumes, time, logging.CreateLogger<LocalVolumeFolders>()).RunAsync(cancellationToken);
    }

    private string PodCidr(Node node) => options.PodCidr ?? (node.Spec.PodCIDR.Length > 0 ? node.Spec.PodCIDR : options.DefaultPodCidr);

    private PodFleet Fleet(
        Informer<Pod> informer, NodeReporter node, EventRecorder events, MirrorStatuses statuses, Informer<Service> services, HttpProbe http, GrpcProbe grpc, PodFolders folders,
        ReferencedObjects objects, ClaimVolumes claims, CsiVolumes csi, DeviceGrants devices, ImageCollector images)
    {
        var files = new ObjectVolumes(objects, () => node.Node.Status.Allocatable, time);
        var volumes = new PodVolumes(folders, files, claims, csi, () => node.Node.Status.Allocatable, time);
        var environment = new EnvironmentBuilder(objects, services, informer.Synced, () => node.Node.Status.Allocatable, time);
        var hooks = new LifecycleHooks(runtime, http, events, _metrics, time);
        var stopper = new ContainerStopper(runtime, hooks, events, time);
        var handlers = new RuntimeHandlers(objects);
        var specs = new ContainerSpecBuilder(environment, folders, new PodFiles(folders, node, events), new ContainerMounts(folders), devices, handlers, Path.Combine(options.DataFolder, "seccomp"));
        var starter = new ContainerStarter(runtime, new ImagePuller(runtime, events, objects, images, options.Containers), volumes, specs, hooks, stopper, events, _metrics);
        var pods = new PodServices
        {
            Runtime = runtime,
            Planner = new PodPlanner(options.Containers),
            Statuses = new PodStatusBuilder(options.Containers),
            Executor = new PodExecutor(
                runtime, new SandboxStarter(runtime, volumes, folders, node, handlers), starter, stopper, events,
                new PodRetries(options.Containers, time)),
            Volumes = volumes,
            Devices = devices,
            Sink = statuses,
            Events = events,
            Metrics = _metrics,
            Prober = new Prober(runtime.Streams, http, grpc),
            Node = node,
            Options = options.Containers,
            Time = time,
            Logger = logging.CreateLogger<PodWorker>(),
        };
        var fleet = new PodFleet(informer, new PodCheckpoints(folders, logging.CreateLogger<PodCheckpoints>()), pods);
        objects.Changed += fleet.Refresh;
        return fleet;
    }

    private static async Task AfterAsync(Task first, Func<Task> then)
    {
        await first;
        await then();
    }

    [LoggerMessage(LogLevel.Warning, "plugins of the node cannot be used, {folder} cannot be made: {reason}")]
    private partial void LogNoPlaces(string folder, string reason);
}
