using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>Where a container mounts the volumes of its pod.</summary>
internal static class MountValidation
{
    public static void Validate(Container container, IReadOnlyList<Volume> volumes, FieldErrors errors)
    {
        if (container.VolumeMounts.Count > 0) Mounts(container, volumes, errors);
        if (container.VolumeDevices.Count > 0) Devices(container, volumes, errors);
    }

    private static void Mounts(Container container, IReadOnlyList<Volume> volumes, FieldErrors errors)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < container.VolumeMounts.Count; i++)
        {
            var mount = container.VolumeMounts[i];
            using (errors.At("volumeMounts", i))
            {
                Mount(mount, container, volumes, paths, errors);
                if (mount is { SubPath.Length: > 0, SubPathExpr.Length: > 0 })
                    errors.Invalid("subPathExpr", mount.SubPathExpr, "subPathExpr and subPath are mutually exclusive");
            }

            using (errors.At("volumeMounts")) Parts(mount, container, errors);
        }
    }

    private static void Mount(VolumeMount mount, Container container, IReadOnlyList<Volume> volumes, HashSet<string> paths, FieldErrors errors)
    {
        if (mount.Name.Length == 0) errors.Required("name");
        if (!IsThere(mount.Name, volumes)) errors.NotFound("name", mount.Name);
        if (mount.MountPath.Length == 0) errors.Required("mountPath");
        if (!paths.Add(mount.MountPath)) errors.Invalid("mountPath", mount.MountPath, "must be unique");
        if (container.VolumeDevices.Any(d => d.Name == mount.Name)) errors.Invalid("name", mount.Name, "must not already exist in volumeDevices");
        if (container.VolumeDevices.Any(d => d.DevicePath == mount.MountPath))
            errors.Invalid("mountPath", mount.MountPath, "must not already exist as a path in volumeDevices");
    }

    /// <summary>Kubernetes places these errors at the list, not at the item.</summary>
    private static void Parts(VolumeMount mount, Container container, FieldErrors errors)
    {
        if (mount.SubPath.Length > 0) Rules.DescendingPath("subPath", mount.SubPath, errors);
        if (mount.SubPathExpr.Length > 0) Rules.DescendingPath("subPathExpr", mount.SubPathExpr, errors);
        Propagation(mount, container, errors);
        ReadOnly(mount, errors);
    }

    private static void Propagation(VolumeMount mount, Container container, FieldErrors errors)
    {
        if (mount.MountPropagation == MountPropagationMode.Bidirectional && container.SecurityContext?.Privileged != true)
            errors.Forbidden("mountPropagation", "Bidirectional mount propagation is available only to privileged containers");
        Rules.NoneOrOneOf("mountPropagation", mount.MountPropagation, errors,
            MountPropagationMode.Bidirectional, MountPropagationMode.HostToContainer, MountPropagationMode.None);
    }

    private static void ReadOnly(VolumeMount mount, FieldErrors errors)
    {
        if (mount.RecursiveReadOnly is null or RecursiveReadOnlyMode.Disabled) return;
        if (mount.RecursiveReadOnly is not (RecursiveReadOnlyMode.Enabled or RecursiveReadOnlyMode.IfPossible))
        {
            errors.NotSupported("recursiveReadOnly", mount.RecursiveReadOnly,
                RecursiveReadOnlyMode.Disabled, RecursiveReadOnlyMode.Enabled, RecursiveReadOnlyMode.IfPossible);
            return;
        }

        if (!mount.ReadOnly) errors.Forbidden("recursiveReadOnly", "may only be specified when readOnly is true");
        if (mount.MountPropagation is not (null or MountPropagationMode.None))
            errors.Forbidden("recursiveReadOnly", "may only be specified when mountPropagation is None or not specified");
    }

    private static void Devices(Container container, IReadOnlyList<Volume> volumes, FieldErrors errors)
    {
        var devices = container.VolumeDevices;
        var (names, paths) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        for (var i = 0; i < devices.Count; i++)
        {
            using var _ = errors.At("volumeDevices", i);
            var device = devices[i];
            if (device.Name.Length == 0) errors.Required("name");
            if (!names.Add(device.Name)) errors.Invalid("name", device.Name, "must be unique");
            if (!IsThere(device.Name, volumes)) errors.NotFound("name", device.Name);
            else if (volumes.First(v => v.Name == device.Name) is { PersistentVolumeClaim: null, Ephemeral: null })
                errors.Invalid("name", device.Name, "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
            Path(device.DevicePath, paths, errors);
            if (container.VolumeMounts.Any(m => m.Name == device.Name)) errors.Invalid("name", device.Name, "must not already exist in volumeMounts");
            if (container.VolumeMounts.Any(m => m.MountPath == device.DevicePath))
                errors.Invalid("devicePath", device.DevicePath, "must not already exist as a path in volumeMounts");
        }
    }

    private static void Path(string path, HashSet<string> paths, FieldErrors errors)
    {
        if (path.Length == 0) errors.Required("devicePath");
        if (paths.Contains(path)) errors.Invalid("devicePath", path, "must be unique");
        if (path.Split('/').Contains("..")) errors.Invalid("devicePath", path, "can not contain backsteps ('..')");
        else paths.Add(path);
    }

    private static bool IsThere(string name, IReadOnlyList<Volume> volumes)
    {
        foreach (var volume in volumes)
            if (volume.Name == name) return true;
        return false;
    }
}
