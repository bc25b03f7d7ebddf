using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.NodeAgent.Agent;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Runtime.Docker;
using Orleans.Kube.NodeAgent.Tests.Fakes;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Tests.Docker;

/// <summary>A whole agent on the machine's Docker, with an API server in memory. Removes all that it made.</summary>
public sealed class AgentOnDocker : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("node-agent-test-").FullName;
    private readonly string _network = $"orleans-kube-test-{Guid.NewGuid():N}"[..28];
    private readonly string _cidr = $"10.{Random.Shared.Next(150, 250)}.{Random.Shared.Next(0, 250)}.0/24";
    private DockerRuntime _runtime = null!;
    private CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public FakeApiServer Server { get; private set; } = null!;

    /// <summary>When the agent ends pods for the sake of the node: by default never because the machine is short of something.</summary>
    public EvictionOptions Eviction { get; init; } = new() { Hard = new Dictionary<string, string>(), Check = TimeSpan.FromSeconds(1) };

    /// <summary>How containers are kept.</summary>
    public ContainerOptions Containers { get; init; } = new() { PodPidsLimit = 200 };

    /// <summary>Where the agent looks for Docker.</summary>
    public string Socket { get; init; } = "/var/run/docker.sock";

    /// <summary>The agent's own folder.</summary>
    public string Data => _data;

    /// <summary>Where drivers expect kubelet.</summary>
    public string Kubelet => Path.Combine(_data, "kubelet");

    /// <summary>The network that its pods join.</summary>
    public string Network => _network;

    public DockerRuntime Runtime => _runtime;

    public ResourceClient<Pod> Pods => Server.Client.Of<Pod>().InNamespace("default");

    public async ValueTask InitializeAsync()
    {
        await TestImages.EnsureAsync();
        Server = await FakeApiServer.StartAsync();
        Start();
    }

    public void Start()
    {
        var options = new AgentOptions { NodeName = "test-node", KubeConfig = "", DataFolder = _data, KubeletFolder = Kubelet, DockerSocket = Socket, PodCidr = _cidr, Network = _network, ServiceProxy = false, IdleTunnels = 0, Eviction = Eviction, Containers = Containers };
        _stopping = new CancellationTokenSource();
        _runtime = new DockerRuntime(options.DockerSocket, AgentIdentity.Ensure(_data), _network, options.Containers);
        ILoggerFactory logging = Environment.GetEnvironmentVariable("AGENT_LOG") is null ? NullLoggerFactory.Instance : LoggerFactory.Create(b => b.AddSimpleConsole(c => c.SingleLine = true));
        _running = new NodeAgentHost(options, Server.Client, _runtime, logging, TimeProvider.System).RunAsync(_stopping.Token);
    }

    /// <summary>Ends the agent as a crash would: its containers run on.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(_running);
        await _runtime.DisposeAsync();
    }

    public Task<Pod> RunAsync(string name, PodSpec spec) => Pods.CreateAsync(new Pod
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "default", Labels = new Dictionary<string, string> { ["app"] = name } },
        Spec = spec with { NodeName = "test-node", TerminationGracePeriodSeconds = spec.TerminationGracePeriodSeconds ?? 1 },
    });

    public static Container Shell(string script, string name = "main") => new()
    {
        Name = name, Image = TestImages.Busybox, ImagePullPolicy = PullPolicy.IfNotPresent, Command = ["sh", "-c", script],
    };

    /// <summary>The pod as soon as it is as wanted.</summary>
    public async Task<Pod> UntilAsync(string name, Func<Pod, bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(25));
        var last = await Pods.GetAsync(name, limit.Token);
        if (isSo(last)) return last;
        try
        {
            await foreach (var change in Pods.WatchAsync(new ListOptions { ResourceVersion = last.Metadata.ResourceVersion }, limit.Token))
            {
                if (change.Object.Metadata.Name != name) continue;
                last = change.Object;
                if (isSo(last)) return last;
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"pod {name} did not get there: {System.Text.Json.JsonSerializer.Serialize(last.Status, Model.Json.KubeJson.Options)}");
        }

        throw new TimeoutException();
    }

    /// <summary>Waits for an event about a pod.</summary>
    public Task UntilEventAsync(string pod, string reason, string message) => UntilEventAsync(pod, reason, text => text == message);

    /// <summary>Waits for an event about a pod or a node.</summary>
    public async Task UntilEventAsync(string pod, string reason, Func<string, bool> says)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(25));
        var events = Server.Client.Of<Event>().InNamespace("default");
        var list = await events.ListAsync(null, limit.Token);
        if (list.Items.Any(Is)) return;
        await foreach (var change in events.WatchAsync(new ListOptions { ResourceVersion = list.Metadata.ResourceVersion }, limit.Token))
            if (Is(change.Object)) return;

        bool Is(Event item) => item.InvolvedObject.Name == pod && item.Reason == reason && says(item.Message);
    }

    public async Task UntilGoneAsync(string name)
    {
        // The server in memory forgets what went before a watch began, so nobody waits for its news.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(25));
        while ((await Pods.ListAsync(null, limit.Token)).Items.Any(p => p.Metadata.Name == name)) await Task.Delay(50, limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await using var runtime = new DockerRuntime("/var/run/docker.sock", AgentIdentity.Ensure(_data), _network, new ContainerOptions());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await RemoveAllAsync(runtime)) await Task.Delay(200, limit.Token);
        await Server.DisposeAsync();
        Mounts.UnmountAll(_data);
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>Docker goes on with what the agent had asked for when it ended: containers can appear, or be on their way out already.</summary>
    private static async Task<bool> RemoveAllAsync(DockerRuntime runtime)
    {
        var left = await runtime.ListAsync(null, CancellationToken.None);
        try
        {
            foreach (var container in left.OrderBy(c => c.IsSandbox)) await runtime.RemoveAsync(container.Id, CancellationToken.None);
            await runtime.RemoveNetworkAsync(CancellationToken.None);
        }
        catch (RuntimeException)
        {
            return false;
        }

        return left.Count == 0;
    }
}
