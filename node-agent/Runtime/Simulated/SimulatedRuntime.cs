using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Orleans.Kube.NodeAgent.Runtime.Simulated;

/// <summary>
/// A runtime without processes: containers are entries in memory that run until they are stopped or <see cref="End"/> ends them. It keeps
/// the promises of <see cref="IContainerRuntime"/>; the conformance suite holds it to them beside Docker.
/// </summary>
public sealed class SimulatedRuntime(TimeProvider time) : IContainerRuntime
{
    private readonly ConcurrentDictionary<string, RuntimeContainer> _containers = new();
    private readonly ConcurrentDictionary<ChannelWriter<RuntimeEvent>, bool> _listeners = new();
    private readonly SimulatedImages _images = new();
    private readonly SimulatedStreams _streams = new();
    private int _addresses;

    public IImageStore Images => _images;

    public IContainerStreams Streams => _streams;

    public Task PrepareAsync(string podCidr, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string> VersionAsync(CancellationToken cancellationToken) => Task.FromResult("simulated://1");

    public Task<IReadOnlyList<RuntimeContainer>> ListAsync(string? podUid, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RuntimeContainer>>(
        [.. _containers.Values.Where(c => podUid is null || c.Pod.Uid == podUid).OrderByDescending(c => c.Attempt).ThenByDescending(c => c.CreatedAt)]);

    public async IAsyncEnumerable<RuntimeEvent> EventsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<RuntimeEvent>();
        _listeners[channel.Writer] = true;
        yield return RuntimeEvent.Connected;
        await foreach (var item in channel.Reader.ReadAllAsync(cancellationToken)) yield return item;
    }

    public Task<string> RunSandboxAsync(SandboxSpec spec, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _addresses);
        return Task.FromResult(Add(new RuntimeContainer
        {
            Id = NewId(), Pod = spec.Pod, Attempt = spec.Attempt, State = RuntimeState.Running, CreatedAt = time.GetUtcNow(), StartedAt = time.GetUtcNow(),
            Address = spec.HostNetwork ? "" : $"10.244.{number / 250 % 250}.{number % 250 + 2}",
        }));
    }

    public Task<string> CreateContainerAsync(ContainerSpec spec, CancellationToken cancellationToken)
    {
        if (_images.Find(spec.ImageId) is not { } image) return Task.FromException<string>(new RuntimeException($"no such image: {spec.Image}"));
        return Task.FromResult(Add(new RuntimeContainer
        {
            Id = NewId(), Pod = spec.Pod, Name = spec.Name, Attempt = spec.Attempt, SandboxId = spec.SandboxId, State = RuntimeState.Created, Image = spec.Image,
            ImageId = image.Reference, CreatedAt = time.GetUtcNow(), Notes = spec.Notes, Resources = spec.Resources,
        }));
    }

    public Task StartContainerAsync(string id, CancellationToken cancellationToken)
    {
        if (!_containers.TryGetValue(id, out var container)) return NotFound(id);
        _containers[id] = container with { State = RuntimeState.Running, StartedAt = time.GetUtcNow() };
        return Task.CompletedTask;
    }

    /// <summary>Simulated processes heed SIGTERM at once, with the exit code of a process that it ended.</summary>
    public Task StopAsync(string id, TimeSpan grace, CancellationToken cancellationToken)
    {
        End(id, 143);
        return Task.CompletedTask;
    }

    public Task KillAsync(string id, CancellationToken cancellationToken)
    {
        End(id, 137);
        return Task.CompletedTask;
    }

    public Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        if (_containers.TryRemove(id, out var gone)) Tell(gone);
        return Task.CompletedTask;
    }

    public Task UpdateResourcesAsync(string id, ContainerResources resources, CancellationToken cancellationToken)
    {
        if (!_containers.TryGetValue(id, out var container)) return NotFound(id);
        _containers[id] = container with { Resources = resources };
        return Task.CompletedTask;
    }

    public Task<ContainerDisk> DiskAsync(string id, CancellationToken cancellationToken) => Task.FromResult(ContainerDisk.None);

    public Task RemoveNetworkAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends a running container as if its process had ended by itself.</summary>
    public void End(string id, int exitCode)
    {
        if (!_containers.TryGetValue(id, out var container) || container.State != RuntimeState.Running) return;
        _containers[id] = container with { State = RuntimeState.Exited, ExitCode = exitCode, FinishedAt = time.GetUtcNow(), Address = "" };
        Tell(container);
    }

    /// <summary>Makes an image present.</summary>
    public void AddImage(string name) => _images.Add(name);

    public ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners.Keys) listener.TryComplete();
        return ValueTask.CompletedTask;
    }

    private static Task NotFound(string id) => Task.FromException(new RuntimeException($"No such container: {id}") { IsNotFound = true });

    private string Add(RuntimeContainer container)
    {
        _containers[container.Id] = container;
        return container.Id;
    }

    private void Tell(RuntimeContainer about)
    {
        foreach (var listener in _listeners.Keys) listener.TryWrite(new RuntimeEvent(about.Pod.Uid));
    }

    private static string NewId() => Guid.NewGuid().ToString("N");
}
