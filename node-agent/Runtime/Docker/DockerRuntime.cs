using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Runtime.Cgroups;

namespace Orleans.Kube.NodeAgent.Runtime.Docker;

/// <summary>Pods on Docker Engine. What this agent makes carries its identity, so several agents share one engine without meeting.</summary>
public sealed class DockerRuntime : IContainerRuntime
{
    private readonly DockerConnection _docker;
    private readonly DockerNetworking _network;
    private readonly ContainerOptions _options;
    private readonly string _owner;
    private readonly LogLinks _logs;
    private PodGroups? _groups;

    /// <param name="socket">The path of the engine's socket.</param>
    /// <param name="owner">The identity of the agent.</param>
    /// <param name="network">The name of the pods' network.</param>
    /// <param name="options">How containers are kept.</param>
    public DockerRuntime(string socket, string owner, string network, ContainerOptions options)
    {
        (_owner, _options, _logs) = (owner, options, new LogLinks(options.LogFolder));
        _docker = new DockerConnection(socket, options.RuntimeRequestTimeout);
        _network = new DockerNetworking(_docker, socket, network);
        Images = new DockerImages(_docker);
        Streams = new DockerStreams(_docker);
    }

    public IImageStore Images { get; }

    public IContainerStreams Streams { get; }

    public async Task PrepareAsync(string podCidr, CancellationToken cancellationToken)
    {
        await _network.PrepareAsync(podCidr, cancellationToken);
        await PauseImage.PrepareAsync(_docker, cancellationToken);
        _logs.Sweep();
        // With the other driver groups are systemd's, which does not let others set their bounds.
        if (_options.PodPidsLimit > 0 && (await _docker.GetAsync<DockerInfo>("/info", cancellationToken)).CgroupDriver == "cgroupfs")
            _groups = new PodGroups(CgroupReader.Mounts(), _options.PodPidsLimit);
    }

    public async Task<string> VersionAsync(CancellationToken cancellationToken) => $"docker://{(await _docker.VersionAsync(cancellationToken)).Version}";

    public async Task<IReadOnlyList<RuntimeContainer>> ListAsync(string? podUid, CancellationToken cancellationToken)
    {
        string[] labels = podUid is null ? [$"{DockerLabels.Owner}={_owner}"] : [$"{DockerLabels.Owner}={_owner}", $"{DockerLabels.PodUid}={podUid}"];
        var filter = Uri.EscapeDataString(JsonSerializer.Serialize(new { label = labels }));
        var ids = await _docker.GetAsync<List<DockerId>>($"/containers/json?all=1&filters={filter}", cancellationToken);
        var found = await Task.WhenAll(ids.Select(c => _docker.FindAsync<DockerContainer>($"/containers/{c.Id}/json", cancellationToken)));
        List<RuntimeContainer> containers = [];
        foreach (var one in found.OfType<DockerContainer>())
        {
            var container = DockerLabels.Read(one);
            _network.Note(container.Id, container.Address);
            _logs.Add(container, one.LogPath);
            containers.Add(container);
        }

        return [.. containers.OrderByDescending(c => c.Attempt).ThenByDescending(c => c.CreatedAt)];
    }

    public async IAsyncEnumerable<RuntimeEvent> EventsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = Uri.EscapeDataString(JsonSerializer.Serialize(new
        {
            type = new[] { "container" }, @event = new[] { "die", "oom", "destroy" }, label = new[] { $"{DockerLabels.Owner}={_owner}" },
        }));
        using var response = await _docker.OpenAsync(HttpMethod.Get, $"/events?filters={filter}", cancellationToken);
        yield return RuntimeEvent.Connected;
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            var item = JsonSerializer.Deserialize<DockerEvent>(line, DockerJson.Options);
            if (item?.Actor.Attributes?.GetValueOrDefault(DockerLabels.PodUid) is { } uid) yield return new RuntimeEvent(uid);
        }
    }

    public async Task<string> RunSandboxAsync(SandboxSpec spec, CancellationToken cancellationToken)
    {
        var plan = await _network.PlanAsync(spec, cancellationToken);
        var id = await CreateSandboxAsync(spec, plan, cancellationToken);
        await StartContainerAsync(id, cancellationToken);
        if (plan is null) return id;
        try
        {
            await _network.JoinAsync(id, plan, cancellationToken);
            return id;
        }
        catch (RuntimeException)
        {
            // What was cut off is found again.
            await RemoveAsync(id, cancellationToken);
            throw;
        }
    }

    public async Task<string> CreateContainerAsync(ContainerSpec spec, CancellationToken cancellationToken)
    {
        var image = await Images.FindAsync(spec.ImageId, cancellationToken) ?? throw new RuntimeException($"no such image: {spec.Image}");
        var name = DockerContainerConfig.NameOf(spec.Pod, spec.Name, spec.Attempt);
        return await CreateAsync(name, DockerContainerConfig.Container(spec, _owner, image.Reference, _options, _groups?.Ensure(spec.Pod.Uid)), cancellationToken);
    }

    public Task StartContainerAsync(string id, CancellationToken cancellationToken) =>
        _docker.DoAsync(HttpMethod.Post, $"/containers/{id}/start", null, cancellationToken);

    public Task StopAsync(string id, TimeSpan grace, CancellationToken cancellationToken)
    {
        var seconds = ((long)Math.Ceiling(grace.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return IfThereAsync(_docker.DoAsync(HttpMethod.Post, $"/containers/{id}/stop?t={seconds}", null, cancellationToken, grace));
    }

    public Task KillAsync(string id, CancellationToken cancellationToken) =>
        IfThereAsync(_docker.DoAsync(HttpMethod.Post, $"/containers/{id}/kill?signal=KILL", null, cancellationToken));

    public async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        var container = await _docker.FindAsync<DockerContainer>($"/containers/{id}/json", cancellationToken);
        await IfThereAsync(_docker.DoAsync(HttpMethod.Delete, $"/containers/{id}?force=1&v=1", null, cancellationToken));
        _network.Forget(id);
        if (container is null) return;
        if (container.HostConfig.CgroupParent is { Length: > 0 } group) PodGroups.Remove(CgroupReader.Mounts(), group);
        if (container.Config.Labels?.ContainsKey(DockerLabels.Owner) == true) _logs.Remove(DockerLabels.Read(container));
    }

    public Task UpdateResourcesAsync(string id, ContainerResources resources, CancellationToken cancellationToken) =>
        _docker.DoAsync(HttpMethod.Post, $"/containers/{id}/update", new DockerUpdate(
            resources.CpuShares, resources.CpuQuota, resources.CpuQuota > 0 ? resources.CpuPeriod : 0, resources.Memory, resources.Memory), cancellationToken);

    public async Task<ContainerDisk> DiskAsync(string id, CancellationToken cancellationToken)
    {
        if (await _docker.FindAsync<DockerContainer>($"/containers/{id}/json", cancellationToken) is not { } container) return ContainerDisk.None;
        var logs = container.LogPath.Length == 0 ? default : DiskUse.Of(Path.GetDirectoryName(container.LogPath)!, Path.GetFileName(container.LogPath));
        if (container.GraphDriver?.Data?.GetValueOrDefault("UpperDir") is { } layer && Directory.Exists(layer)) return new ContainerDisk(DiskUse.Of(layer), logs);
        var written = (await _docker.FindAsync<DockerContainer>($"/containers/{id}/json?size=1", cancellationToken))?.SizeRw ?? 0;
        return new ContainerDisk(new DiskUse(written, 0), logs);
    }

    public Task RemoveNetworkAsync(CancellationToken cancellationToken) => _network.RemoveAsync(cancellationToken);

    public ValueTask DisposeAsync()
    {
        _docker.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> CreateSandboxAsync(SandboxSpec spec, SandboxNetwork? plan, CancellationToken cancellationToken)
    {
        try
        {
            var id = await CreateAsync(DockerContainerConfig.NameOf(spec.Pod, "POD", spec.Attempt), DockerContainerConfig.Sandbox(spec, _owner, plan, _groups?.Ensure(spec.Pod.Uid)), cancellationToken);
            _network.Note(id, plan?.Address ?? "");
            return id;
        }
        catch (RuntimeException)
        {
            _network.Release(plan?.Address ?? "");
            throw;
        }
    }

    /// <summary>A name that is taken is left from an attempt that was cut off before it could be noted: it never ran, so it goes.</summary>
    private async Task<string> CreateAsync(string name, DockerCreate config, CancellationToken cancellationToken)
    {
        try
        {
            return (await _docker.PostAsync<DockerId>($"/containers/create?name={name}", config, cancellationToken)).Id;
        }
        catch (RuntimeException e) when (e.Message.Contains("is already in use", StringComparison.Ordinal))
        {
            await RemoveAsync(name, cancellationToken);
            return (await _docker.PostAsync<DockerId>($"/containers/create?name={name}", config, cancellationToken)).Id;
        }
    }

    private static async Task IfThereAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (RuntimeException e) when (e.IsNotFound || e.Message.Contains("is not running", StringComparison.Ordinal)
            || e.Message.Contains("is already in progress", StringComparison.Ordinal))
        {
            return;
        }
    }
}
