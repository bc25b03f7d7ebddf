using System.Security.Cryptography;
using System.Text;

namespace Orleans.Kube.NodeAgent.Csi;

/// <summary>Where volumes of CSI drivers are on the machine. Drivers expect kubelet's own folders: their containers mount them, and some read what they need out of the paths.</summary>
/// <param name="Kubelet">Kubelet's folder, <c>/var/lib/kubelet</c>.</param>
public sealed record CsiPaths(string Kubelet)
{
    /// <summary>Where plugins make themselves known.</summary>
    public string Registry => Path.Combine(Kubelet, "plugins_registry");

    /// <summary>What drivers mount to reach the pods' volumes.</summary>
    public string Pods => Path.Combine(Kubelet, "pods");

    /// <summary>Where drivers keep their sockets.</summary>
    public string Plugins => Path.Combine(Kubelet, "plugins");

    /// <summary>Where device plugins and the node meet.</summary>
    public string DevicePlugins => Path.Combine(Kubelet, "device-plugins");

    /// <summary>Where monitors learn who has which devices.</summary>
    public string PodResources => Path.Combine(Kubelet, "pod-resources");

    private string Own => Path.Combine(Plugins, "kubernetes.io", "csi");

    /// <summary>Where a driver publishes a volume for one pod: a folder, or a file that is a block device.</summary>
    public string Target(string uid, CsiSource source) => source.IsBlock
        ? Path.Combine(Own, "volumeDevices", "publish", source.Name, uid)
        : Path.Combine(Pods, uid, "volumes", "kubernetes.io~csi", source.Name, "mount");

    /// <summary>Where a driver stages a volume for all pods of the node.</summary>
    public string Staging(CsiSource source) => source.IsBlock
        ? Path.Combine(Own, "volumeDevices", "staging", source.Name)
        : Path.Combine(Own, source.Driver, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source.Handle))), "globalmount");

    /// <summary>Makes the folders that drivers look for.</summary>
    public void Make()
    {
        foreach (var folder in (string[])[Registry, Pods, Plugins]) Directory.CreateDirectory(folder);
    }

    /// <summary>Removes those of them that are empty.</summary>
    public void Clear()
    {
        foreach (var folder in (string[])[Registry, Pods, DevicePlugins, PodResources, Path.Combine(Own, "volumeDevices", "publish"), Path.Combine(Own, "volumeDevices", "staging"), Path.Combine(Own, "volumeDevices"), Own, Path.GetDirectoryName(Own)!, Plugins, Kubelet])
            if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
    }

    /// <summary>Removes what is left of a volume that is mounted no more.</summary>
    public void Remove(CsiRecord record)
    {
        RemoveTarget(record);
        if (record.Staging is not null) RemoveStaging(record);
    }

    /// <summary>Removes what is left of a target that is mounted no more, and the folders above it that nothing else is in.</summary>
    public void RemoveTarget(CsiRecord record) => Remove(record.Target, record.IsBlock ? Own : Pods);

    /// <summary>The same for where a volume was staged.</summary>
    public void RemoveStaging(CsiRecord record) => Remove(record.Staging!, Own);

    private static void Remove(string path, string within)
    {
        if (File.Exists(path)) File.Delete(path);
        for (var folder = path; folder.Length > within.Length; folder = Path.GetDirectoryName(folder)!)
        {
            if (!Directory.Exists(folder)) continue;
            if (Directory.EnumerateFileSystemEntries(folder).Any()) return;
            Directory.Delete(folder);
        }
    }
}
