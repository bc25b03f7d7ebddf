namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>Where the agent keeps things on the machine.</summary>
public sealed class PodFolders(string data)
{
    /// <summary>The folder of all pods.</summary>
    public string All => Path.Combine(data, "pods");

    public string Pod(string uid) => Path.Combine(All, uid);

    public string Volume(string uid, string volume) => Path.Combine(Volumes(uid), volume);

    public string Volumes(string uid) => Path.Combine(Pod(uid), "volumes");

    /// <summary>Where the device behind a pod's volume is mounted: what is on it is no part of the pod's own files.</summary>
    public string Disk(string uid, string volume) => Path.Combine(Disks(uid), volume);

    public string Disks(string uid) => Path.Combine(Pod(uid), "disks");

    /// <summary>The links to the block devices that a pod is handed.</summary>
    public string Devices(string uid) => Path.Combine(Pod(uid), "volumeDevices", "kubernetes.io~local-volume");

    /// <summary>Where kubelet has a block device for all pods; told in events.</summary>
    public string GlobalDevices(string volume) => Path.Combine(data, "plugins", "kubernetes.io~local-volume", "volumeDevices", volume);

    /// <summary>What CSI drivers were asked to do for the pod.</summary>
    public string Csi(string uid) => Path.Combine(Pod(uid), "csi");

    /// <summary>The devices that the pod's containers have.</summary>
    public string DeviceGrants(string uid) => Path.Combine(Pod(uid), "devices.json");

    /// <summary>Where a part of a volume is mounted for one container.</summary>
    public string SubPath(string uid, string volume, string container, int mount) => Path.Combine(Pod(uid), "volume-subpaths", volume, container, $"{mount}");

    public string SubPaths(string uid) => Path.Combine(Pod(uid), "volume-subpaths");

    public string Hosts(string uid) => Path.Combine(Pod(uid), "etc-hosts");

    public string Resolver(string uid) => Path.Combine(Pod(uid), "resolv.conf");

    public string TerminationLog(string uid, string container, int attempt) => Path.Combine(Pod(uid), "containers", container, $"termination-{attempt}");

    /// <summary>The pod as it was last seen, so that it goes on without the API server.</summary>
    public string Checkpoint(string uid) => Path.Combine(Pod(uid), "pod.json");

    /// <summary>Local persistent volumes that were provisioned here.</summary>
    public string PersistentVolumes => Path.Combine(data, "volumes");
}
