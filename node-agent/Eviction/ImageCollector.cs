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
    private readonly Dictionary<string, DateTimeOffset> _firstSeen = [];

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
            _firstSeen.TryAdd(image.Id, _time.GetUtcNow());
            Save();
        }
    }

    /// <summary>Notes which images are in use now.</summary>
    /// <returns>The time that is noted.</returns>
    public async Task<DateTimeOffset> NoteUseAsync(CancellationToken cancellationToken)
    {
        if (_lastUsed.Count == 0) return _time.GetUtcNow();
        var used = (await _runtime.ListAsync(null, cancellationToken)).Select(static c => c.ImageId).ToHashSet(StringComparer.Ordinal);
        var present = await _runtime.Images.ListAsync(cancellationToken);
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            foreach (var image in present)
                if (_lastUsed.ContainsKey(image.Id) && used.Contains(image.Reference)) _lastUsed[image.Id] = now;
        }

        return now;
    }

    /// <summary>Removes images that are not used now until so many bytes are free. Those that have just come are kept: somebody wanted them.</summary>
    /// <returns>How many bytes were freed.</returns>
    public Task<long> CollectAsync(long bytes, CancellationToken cancellationToken) => CollectAsync(TimeSpan.Zero, bytes, cancellationToken);

    /// <summary>Removes images that nobody has used for so long that they are not kept any more, however much room there is.</summary>
    public Task CollectOldAsync(CancellationToken cancellationToken) =>
        _options.MaximumImageAge > TimeSpan.Zero ? CollectAsync(_options.MaximumImageAge, long.MaxValue, cancellationToken) : Task.CompletedTask;

    private async Task<long> CollectAsync(TimeSpan unused, long bytes, CancellationToken cancellationToken)
    {
        var now = await NoteUseAsync(cancellationToken);
        var present = (await _runtime.Images.ListAsync(cancellationToken)).ToDictionary(static i => i.Id);
        var freed = 0L;
        foreach (var id in Unused(present.Keys, now, unused))
        {
            if (freed >= bytes) break;
            if (!await TryRemoveAsync(present[id], cancellationToken)) continue;
            freed += present[id].Size;
            LogRemoved(present[id].Names.FirstOrDefault() ?? id, present[id].Size);
        }

        lock (_lock) Save();
        return freed;
    }

    private List<string> Unused(IEnumerable<string> present, DateTimeOffset now, TimeSpan unused)
    {
        lock (_lock)
        {
            var there = present.ToHashSet();
            foreach (var gone in _lastUsed.Keys.Where(id => !there.Contains(id)).ToList()) Forget(gone);
            return [.. _lastUsed.Where(i => i.Value < now && now - i.Value >= unused && now - _firstSeen.GetValueOrDefault(i.Key) >= _options.ImageAge).OrderBy(static i => i.Value).Select(static i => i.Key)];
        }
    }

    /// <summary>The runtime refuses to remove what a container uses, whosever it is.</summary>
    private async Task<bool> TryRemoveAsync(RuntimeImage image, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var name in image.Names.Where(static n => !n.Contains('@', StringComparison.Ordinal)).DefaultIfEmpty(image.Id)) await _runtime.Images.RemoveAsync(name, cancellationToken);
            lock (_lock) Forget(image.Id);
            return true;
        }
        catch (RuntimeException)
        {
            lock (_lock) _lastUsed[image.Id] = _time.GetUtcNow();
            return false;
        }
    }

    private void Forget(string id)
    {
        _lastUsed.Remove(id);
        _firstSeen.Remove(id);
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
