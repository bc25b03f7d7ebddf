using System.Collections.Concurrent;
using System.Text.Json;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.References;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Devices;

/// <summary>
/// Who has which devices. A container gets them when it first starts and keeps them as long as its pod, over restarts of its own and of the agent; those of init containers that
/// are done are its pod's to use again.
/// </summary>
public sealed class DeviceGrants
{
    private readonly DevicePlugins _plugins;
    private readonly PodFolders _folders;
    private readonly ConcurrentDictionary<string, IReadOnlyList<DeviceGrant>> _known = new();
    private readonly SemaphoreSlim _one = new(1);

    public DeviceGrants(DevicePlugins plugins, PodFolders folders)
    {
        (_plugins, _folders) = (plugins, folders);
        foreach (var uid in Directory.Exists(folders.All) ? Directory.GetDirectories(folders.All).Select(Path.GetFileName) : [])
            if (File.Exists(folders.DeviceGrants(uid!))) _known[uid!] = Read(folders.DeviceGrants(uid!));
    }

    /// <summary>What the node has of each resource.</summary>
    public IReadOnlyDictionary<string, DeviceCount> Counts => _plugins.Counts;

    /// <summary>The devices that pods may have, with the NUMA nodes that they are near to where that is known.</summary>
    public IEnumerable<(string Resource, string Id, IReadOnlyList<long>? Nodes)> Offered =>
        Counts.Keys.SelectMany(resource => (_plugins.Find(resource)?.Healthy ?? []).Select(id => (resource, id, NodesOf(resource, id))));

    /// <summary>The devices that a container has.</summary>
    public IEnumerable<(string Resource, string Id, IReadOnlyList<long>? Nodes)> Had(string uid, string container) =>
        _known.GetValueOrDefault(uid, []).Where(g => g.Container == container).SelectMany(static g => g.Ids, (g, id) => (g.Resource, id, NodesOf(g.Resource, id)));

    /// <summary>The devices that a container asks for, ready to be used.</summary>
    /// <exception cref="ReferenceException">There are too few, or a plugin refuses.</exception>
    public async Task<IReadOnlyList<DeviceGrant>> TakeAsync(Pod pod, Container container, CancellationToken cancellationToken)
    {
        var wanted = container.Resources.Limits.Where(l => l.Value.Value > 0 && _plugins.Knows(l.Key)).OrderBy(static l => l.Key, StringComparer.Ordinal).ToList();
        if (wanted.Count == 0) return [];
        await _one.WaitAsync(cancellationToken);
        try
        {
            var grants = new List<DeviceGrant>();
            foreach (var (resource, count) in wanted) grants.Add(await TakeAsync(pod, container, resource, (int)count.Value, cancellationToken));
            return grants;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>A pod is over: others may have its devices.</summary>
    public void Release(string uid)
    {
        if (!_known.TryRemove(uid, out _)) return;
        if (File.Exists(_folders.DeviceGrants(uid))) File.Delete(_folders.DeviceGrants(uid));
    }

    private IReadOnlyList<long>? NodesOf(string resource, string id) => _plugins.Find(resource)?.NodesOf(id);

    private async Task<DeviceGrant> TakeAsync(Pod pod, Container container, string resource, int count, CancellationToken cancellationToken)
    {
        var (uid, plugin) = (pod.Metadata.Uid, _plugins.Find(resource));
        var own = _known.GetValueOrDefault(uid) ?? [];
        var grant = own.FirstOrDefault(g => g.Container == container.Name && g.Resource == resource);
        if (grant is null)
        {
            // One that is over gives its devices back to its pod, unless it is a sidecar.
            var done = pod.Spec.InitContainers.Where(static c => c.RestartPolicy != RestartPolicy.Always).Select(static c => c.Name).ToHashSet();
            var reusable = own.Where(g => g.Resource == resource && done.Contains(g.Container)).SelectMany(static g => g.Ids).ToHashSet();
            var kept = own.Where(g => g.Resource == resource && !done.Contains(g.Container)).SelectMany(static g => g.Ids);
            var taken = _known.Where(k => k.Key != uid).SelectMany(static k => k.Value).Where(g => g.Resource == resource).SelectMany(static g => g.Ids).Concat(kept).ToHashSet();
            var free = (plugin?.Healthy ?? []).Where(id => !taken.Contains(id)).OrderByDescending(reusable.Contains).ToList();
            if (plugin is null || free.Count < count) throw new ReferenceException($"requested number of devices unavailable for {resource}. Requested: {count}, Available: {free.Count}");
            grant = await AskAsync(plugin, container.Name, resource, await plugin.ChooseAsync(free, count, cancellationToken), cancellationToken);
            own = [.. own, grant];
            Directory.CreateDirectory(_folders.Pod(uid));
            await File.WriteAllBytesAsync(_folders.DeviceGrants(uid), JsonSerializer.SerializeToUtf8Bytes(own), cancellationToken);
            _known[uid] = own;
        }

        if (plugin is not null) await plugin.PrepareAsync(grant.Ids, cancellationToken);
        return grant;
    }

    private static async Task<DeviceGrant> AskAsync(DevicePlugin plugin, string container, string resource, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var answer = await plugin.AllocateAsync(ids, cancellationToken);
        return new DeviceGrant
        {
            Container = container, Resource = resource, Ids = ids, Environment = answer.Envs.ToDictionary(),
            Mounts = [.. answer.Mounts.Select(static m => new MountSpec(m.HostPath, m.ContainerPath, m.ReadOnly, "rprivate"))],
            Devices = [.. answer.Devices.Select(static d => new DeviceSpec(d.HostPath, d.ContainerPath, !d.Permissions.Contains('w')))],
            Cdi = [.. answer.CdiDevices.Select(static d => d.Name)],
        };
    }

    private static IReadOnlyList<DeviceGrant> Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<List<DeviceGrant>>(File.ReadAllBytes(file)) ?? [];
        }
        catch (JsonException)
        {
            // It was cut off while it was written: the container had not started yet.
            return [];
        }
    }
}
