using System.Collections.Concurrent;
using System.Text.Json;
using Orleans.Kube.Model.Validation;
using Orleans.Kube.NodeAgent.Devices.Protocol;
using Orleans.Kube.NodeAgent.Plugins;

namespace Orleans.Kube.NodeAgent.Devices;

/// <summary>
/// The device plugins of the node, each for one extended resource. They register at <c>kubelet.sock</c>, or as other plugins do. A resource that was told of once stays known, with no
/// devices while its plugin is away: the next agent must not offer what it cannot give.
/// </summary>
public sealed class DevicePlugins : IPluginHandler, IDisposable
{
    private const string Version = "v1beta1";

    private readonly string _file;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, DevicePlugin?> _known = new();

    /// <param name="file">Where the names of the resources are kept.</param>
    /// <param name="time">The clock.</param>
    public DevicePlugins(string file, TimeProvider time)
    {
        (_file, _time) = (file, time);
        foreach (var resource in File.Exists(file) ? JsonSerializer.Deserialize<string[]>(File.ReadAllBytes(file)) ?? [] : []) _known[resource] = null;
    }

    /// <summary>There are others now, or fewer.</summary>
    public event Action? Changed;

    public string Type => "DevicePlugin";

    /// <summary>What the node has of each resource.</summary>
    public IReadOnlyDictionary<string, DeviceCount> Counts => _known.ToDictionary(static k => k.Key, static k => k.Value?.Count ?? default);

    internal DevicePlugin? Find(string resource) => _known.GetValueOrDefault(resource);

    /// <summary>Whether devices of this resource are, or were, given out by a plugin here.</summary>
    internal bool Knows(string resource) => _known.ContainsKey(resource);

    public Task RegisterAsync(string name, IReadOnlyList<string> versions, string socket, CancellationToken cancellationToken)
    {
        Register(name, versions, socket, new DevicePluginOptions());
        return Task.CompletedTask;
    }

    public Task UnregisterAsync(string name, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(name, out var plugin)) plugin?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Takes on a plugin, in place of the one that had its resource before.</summary>
    /// <exception cref="PluginException">It cannot be used.</exception>
    internal void Register(string resource, IEnumerable<string> versions, string socket, DevicePluginOptions options)
    {
        if (!versions.Contains(Version)) throw new PluginException($"requested API version \"{string.Join(',', versions)}\" is not supported by kubelet. Supported version is \"[{Version}]\"");
        if (!ResourceNames.IsExtended(resource)) throw new PluginException($"the ResourceName \"{resource}\" is invalid");
        var plugin = new DevicePlugin(socket, options, _time, () => Changed?.Invoke());
        _known.TryGetValue(resource, out var before);
        _known[resource] = plugin;
        before?.Dispose();
        File.WriteAllBytes(_file, JsonSerializer.SerializeToUtf8Bytes(_known.Keys.Order(StringComparer.Ordinal)));
        _ = plugin.RunAsync();
    }

    public void Dispose()
    {
        foreach (var plugin in _known.Values) plugin?.Dispose();
    }
}
