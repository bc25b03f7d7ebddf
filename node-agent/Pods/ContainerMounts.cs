using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.References;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Variables;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>What is mounted into a container: its volumes or parts of them, those that are block devices, and the files about names that the pod's containers share.</summary>
public sealed class ContainerMounts(PodFolders folders)
{
    /// <param name="pod">Whose container.</param>
    /// <param name="container">Which.</param>
    /// <param name="volumes">The pod's volumes.</param>
    /// <param name="variables">The container's environment, for <c>subPathExpr</c>.</param>
    /// <exception cref="ReferenceException">A mount names something that is not there or must not be.</exception>
    public IReadOnlyList<MountSpec> Build(
        Pod pod, Container container, IReadOnlyDictionary<string, MountedVolume> volumes, IReadOnlyDictionary<string, string> variables)
    {
        var mounts = new List<MountSpec>();
        for (var i = 0; i < container.VolumeMounts.Count; i++)
        {
            var mount = container.VolumeMounts[i];
            if (!volumes.TryGetValue(mount.Name, out var volume) || volume.IsDevice)
                throw new ReferenceException($"cannot find volume \"{mount.Name}\" to mount into container \"{container.Name}\"");
            if (mount.RecursiveReadOnly == "Enabled")
                throw new ReferenceException($"volume \"{mount.Name}\" cannot be mounted read-only with all that is mounted below it by this node's container runtime");
            var within = mount.SubPathExpr.Length > 0 ? Expand(mount.SubPathExpr, variables) : mount.SubPath;
            var source = within.Length == 0 ? volume.Path : Part(pod, container, mount, i, volume, within);
            mounts.Add(new MountSpec(source, Absolute(mount.MountPath), mount.ReadOnly || volume.IsReadOnly, Propagation(mount.MountPropagation)));
        }

        var taken = container.VolumeMounts.Select(m => m.MountPath).ToHashSet();
        if (!taken.Contains("/etc/hosts")) mounts.Add(new MountSpec(folders.Hosts(pod.Metadata.Uid), "/etc/hosts"));
        if (!taken.Contains("/etc/resolv.conf")) mounts.Add(new MountSpec(folders.Resolver(pod.Metadata.Uid), "/etc/resolv.conf"));
        return mounts;
    }

    /// <summary>The block devices that a container is handed.</summary>
    /// <exception cref="ReferenceException">One is not there, or its path in the container is none.</exception>
    public static IReadOnlyList<DeviceSpec> Devices(Container container, IReadOnlyDictionary<string, MountedVolume> volumes) =>
    [
        .. container.VolumeDevices.Select(device =>
        {
            if (!device.DevicePath.StartsWith('/')) throw new ReferenceException($"error DevicePath `{device.DevicePath}` must be an absolute path");
            return volumes.TryGetValue(device.Name, out var volume) && volume.IsDevice
                ? new DeviceSpec(volume.Path, device.DevicePath, volume.IsReadOnly)
                : throw new ReferenceException($"cannot find volume \"{device.Name}\" to pass into container \"{container.Name}\"");
        }),
    ];

    private string Part(Pod pod, Container container, VolumeMount mount, int index, MountedVolume volume, string path)
    {
        if (path.StartsWith('/')) throw new ReferenceException($"error SubPath `{path}` must not be an absolute path");
        if (path.Split('/').Contains("..")) throw new ReferenceException($"unable to provision SubPath `{path}`: must not contain '..'");
        var target = folders.SubPath(pod.Metadata.Uid, mount.Name, container.Name, index);
        return Step("prepare subPath", () =>
        {
            if (!volume.IsReadOnly) Step("create subPath directory", () =>
            {
                SubPaths.Make(volume.Path, path);
                return "";
            });
            SubPaths.Mount(volume.Path, path, target);
            return target;
        });

        // What the kernel says may tell of the machine's files, so the pod is not told.
        string Step(string what, Func<string> work)
        {
            try
            {
                return work();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new ReferenceException($"failed to {what} for volumeMount \"{mount.Name}\" of container \"{container.Name}\"");
            }
        }
    }

    private static string Expand(string expression, IReadOnlyDictionary<string, string> variables)
    {
        var (expanded, missing) = Expansion.ExpandAll(expression, variables);
        return missing.Count == 0 ? expanded : throw new ReferenceException($"missing value for \"{missing[0]}\"");
    }

    /// <summary>Docker takes absolute targets only; a relative mountPath means one below the root.</summary>
    private static string Absolute(string path) => path.StartsWith('/') ? path : $"/{path}";

    private static string Propagation(string? mode) => mode switch
    {
        MountPropagationMode.HostToContainer => "rslave",
        MountPropagationMode.Bidirectional => "rshared",
        _ => "rprivate",
    };
}
