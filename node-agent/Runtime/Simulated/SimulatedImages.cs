using System.Collections.Concurrent;

namespace Orleans.Kube.NodeAgent.Runtime.Simulated;

/// <summary>Images by name alone. Pulling succeeds, except from a registry called <c>missing.invalid</c>.</summary>
internal sealed class SimulatedImages : IImageStore
{
    private const string MissingRegistry = "missing.invalid";

    private readonly ConcurrentDictionary<string, RuntimeImage> _images = new();

    public void Add(string name) => _images[name] = new RuntimeImage($"sha256:{name}", [name], 1);

    public RuntimeImage? Find(string reference) => _images.GetValueOrDefault(reference) ?? _images.Values.FirstOrDefault(i => i.Id == reference);

    public Task<RuntimeImage?> FindAsync(string reference, CancellationToken cancellationToken) => Task.FromResult(Find(reference));

    public Task PullAsync(string reference, RegistryLogin? login, CancellationToken cancellationToken)
    {
        if (ImageName.Registry(reference) == MissingRegistry) throw new RuntimeException($"no such host: {MissingRegistry}");
        Add(reference);
        return Task.CompletedTask;
    }

    public Task<string?> FolderAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task<IReadOnlyList<RuntimeImage>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RuntimeImage>>([.. _images.Values]);

    public Task RemoveAsync(string reference, CancellationToken cancellationToken)
    {
        foreach (var (name, _) in _images.Where(i => i.Value.Id == reference || i.Key == reference)) _images.TryRemove(name, out _);
        return Task.CompletedTask;
    }
}
