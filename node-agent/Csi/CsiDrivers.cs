using System.Collections.Concurrent;
using Orleans.Kube.NodeAgent.Plugins;
using Orleans.Kube.NodeAgent.References;

namespace Orleans.Kube.NodeAgent.Csi;

/// <summary>The drivers that have registered on this node.</summary>
public sealed class CsiDrivers(CsiNodeObjects objects) : IPluginHandler, IDisposable
{
    private readonly ConcurrentDictionary<string, CsiDriver> _known = new();

    public string Type => "CSIPlugin";

    /// <summary>A driver has come: what failed for want of it can be tried again.</summary>
    public event Action? Registered;

    /// <summary>A driver by its name; null where none has registered under it.</summary>
    public CsiDriver? Find(string name) => _known.GetValueOrDefault(name);

    public async Task RegisterAsync(string name, IReadOnlyList<string> versions, string socket, CancellationToken cancellationToken)
    {
        if (versions.Count == 0) throw new PluginException($"kubernetes.io/csi: RegisterPlugin for CSI driver \"{name}\" failed. Plugin returned an empty list for supported versions");
        if (!versions.Any(IsSupported))
            throw new PluginException($"kubernetes.io/csi: RegisterPlugin for CSI driver \"{name}\" failed. None of the versions specified [{string.Join(' ', versions.Select(static v => $"\"{v}\""))}] are supported. err=None of the CSI versions reported by this driver are supported");
        var driver = new CsiDriver(socket);
        try
        {
            await objects.AddAsync(name, await driver.InfoAsync(cancellationToken), cancellationToken);
        }
        catch (Exception e)
        {
            driver.Dispose();
            if (e is ReferenceException) throw new PluginException(e.Message);
            throw;
        }

        Forget(name);
        _known[name] = driver;
        Registered?.Invoke();
    }

    public async Task UnregisterAsync(string name, CancellationToken cancellationToken)
    {
        await objects.RemoveAsync(name, cancellationToken);
        Forget(name);
    }

    public void Dispose()
    {
        foreach (var name in _known.Keys) Forget(name);
    }

    private void Forget(string name)
    {
        if (_known.TryRemove(name, out var driver)) driver.Dispose();
    }

    /// <summary>Version 1 is the only one there is; drivers may say <c>v1.5.0</c>.</summary>
    private static bool IsSupported(string version) => Version.TryParse(version.TrimStart('v'), out var parsed) && parsed.Major == 1;
}
