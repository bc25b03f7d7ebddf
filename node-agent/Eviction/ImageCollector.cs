using System.Text.Json;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Eviction;

/// <summary>
/// Removes images that this agent pulled and that no container uses any more, the longest unused first. Images that somebody else brought onto
/// the machine are never touched. What was pulled is kept in a file, so that the next agent knows it.
/// </summary>
public sealed partial class ImageCollector
{
    private readonly IContainerRuntime _runtime;
    private readonly EvictionOptions _options;
    private readonly string _file;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _lastUsed;

    public ImageCollector(IContainerRuntime runtime, EvictionOptions options, string dataFolder, TimeProvider time, ILogger<ImageCollector> logger)
    {
        (_runtime, _options, _file, _time, _logger) = (runtime, options, Path.Combine(dataFolder, "pulled-images.json"), time, logger);
        _lastUsed = Read(_file);
    }

    /// <summary>Notes that an image was pulled.</summary>
    public void Pulled(RuntimeImage image)
    {
        lock (_lock)
        {
            _lastUsed[image.Id] = _time.GetUtcNow();
            Save();
        }
    }

    /// <summary>Notes which images are in use now.</summary>
    public async Task NoteUseAsync(CancellationToken cancellationToken)
    {
        if (_lastUsed.Count == 0) return;
        var used = (await _runtime.ListAsync(null, cancellationToken)).Select(static c => c.ImageId).ToHashSet(StringComparer.Ordinal);
        var present = await _runtime.Images.ListAsync(cancellationToken);
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            foreach (var image in present)
                if (_lastUsed.ContainsKey(image.Id) && used.Contains(image.Reference)) _lastUsed[image.Id] = now;
        }
    }

    /// <summary>Removes images until so many bytes are free.</summary>
    /// <returns>How many bytes were freed.</returns>
    public Task<long> CollectAsync(long bytes, CancellationToken cancellationToken) => CollectAsync(_options.ImageAge, bytes, cancellationToken);

    /// <summary>Removes images that nobody has used for so long that they are not kept any more, however much room there is.</summary>
    public Task CollectOldAsync(CancellationToken cancellationToken) =>
        _options.MaximumImageAge > TimeSpan.Zero ? CollectAsync(_options.MaximumImageAge, long.MaxValue, cancellationToken) : Task.CompletedTask;

    private async Task<long> CollectAsync(TimeSpan age, long bytes, CancellationToken cancellationToken)
    {
        await NoteUseAsync(cancellationToken);
        var present = (await _runtime.Images.ListAsync(cancellationToken)).ToDictionary(static i => i.Id);
        var freed = 0L;
        foreach (var id in Unused(present.Keys, age))
        {
            if (freed >= bytes) break;
            if (!await TryRemoveAsync(present[id], cancellationToken)) continue;
            freed += present[id].Size;
            LogRemoved(present[id].Names.FirstOrDefault() ?? id, present[id].Size);
        }

        lock (_lock) Save();
        return freed;
    }

    private List<string> Unused(IEnumerable<string> present, TimeSpan age)
    {
        var latest = _time.GetUtcNow() - age;
        lock (_lock)
        {
            var there = present.ToHashSet();
            foreach (var gone in _lastUsed.Keys.Where(id => !there.Contains(id)).ToList()) _lastUsed.Remove(gone);
            return [.. _lastUsed.Where(i => i.Value <= latest).OrderBy(static i => i.Value).Select(static i => i.Key)];
        }
    }

    /// <summary>The runtime refuses to remove what a container uses, whosever it is.</summary>
    private async Task<bool> TryRemoveAsync(RuntimeImage image, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var name in image.Names.Where(static n => !n.Contains('@', StringComparison.Ordinal)).DefaultIfEmpty(image.Id)) await _runtime.Images.RemoveAsync(name, cancellationToken);
            lock (_lock) _lastUsed.Remove(image.Id);
            return true;
        }
        catch (RuntimeException)
        {
            lock (_lock) _lastUsed[image.Id] = _time.GetUtcNow();
            return false;
        }
    }

    private static Dictionary<string, DateTimeOffset> Read(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<Dictionary<string, DateTimeOffset>>(File.ReadAllBytes(file)) ?? [] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>On a full disk nothing is written: an image that the next agent does not know is only kept.</summary>
    private void Save()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
            File.WriteAllBytes($"{_file}.new", JsonSerializer.SerializeToUtf8Bytes(_lastUsed));
            File.Move($"{_file}.new", _file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotSaved(_file, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{file} could not be written: {reason}")]
    private partial void LogNotSaved(string file, string reason);

    [LoggerMessage(LogLevel.Information, "the image {name} of {size} bytes is not used and was removed")]
    private partial void LogRemoved(string name, long size);
}
