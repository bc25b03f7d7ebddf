using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>The volumes of a pod: each of exactly one type, with what that type needs.</summary>
internal static class VolumeValidation
{
    private static readonly string[] HostPathTypes =
    [
        "", HostPathType.BlockDevice, HostPathType.CharDevice, HostPathType.Directory, HostPathType.DirectoryOrCreate,
        HostPathType.File, HostPathType.FileOrCreate, HostPathType.Socket,
    ];

    public static void Validate(IReadOnlyList<Volume> volumes, FieldErrors errors)
    {
        if (volumes.Count == 0) return;
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < volumes.Count; i++)
        {
            using var _ = errors.At("volumes", i);
            var volume = volumes[i];
            if (volume.Name.Length == 0) errors.Required("name");
            else if (Names.DnsLabel(volume.Name) is { Count: > 0 } messages) errors.InvalidEach("name", volume.Name, messages);
            else if (!names.Add(volume.Name)) errors.Duplicate("name", volume.Name);
            var count = Local(volume, errors) + NetworkVolumeValidation.Validate(volume, errors);
            if (count == 0) errors.Required("", "must specify a volume type");
        }
    }

    /// <summary>Errors of a source, and one more if the volume has another already.</summary>
    internal static void Source<T>(string field, T? source, ref int count, FieldErrors errors, Action<T, FieldErrors> validate) where T : class
    {
        if (source is null) return;
        if (++count > 1)
        {
            errors.Forbidden(field, "may not specify more than 1 volume type");
            return;
        }

        using var _ = errors.At(field);
        validate(source, errors);
    }

    internal static void Needs(string field, string value, FieldErrors errors)
    {
        if (value.Length == 0) errors.Required(field);
    }

    internal static void HostPath(HostPathVolumeSource source, FieldErrors errors)
    {
        if (source.Path.Length == 0)
        {
            errors.Required("path");
            return;
        }

        Rules.NoBacksteps("path", source.Path, errors);
        if (source.Type is not null && !HostPathTypes.Contains(source.Type)) errors.NotSupported("type", source.Type, HostPathTypes);
    }

    private static int Local(Volume volume, FieldErrors errors)
    {
        var count = 0;
        Source("emptyDir", volume.EmptyDir, ref count, errors, static (s, e) =>
        {
            if (s.SizeLimit is { Sign: < 0 }) e.Forbidden("sizeLimit", "SizeLimit field must be a valid resource quantity");
        });
        Source("hostPath", volume.HostPath, ref count, errors, HostPath);
        Source("gitRepo", volume.GitRepo, ref count, errors, static (s, e) =>
        {
            Needs("repository", s.Repository, e);
            if (s.Directory.Length > 0) Rules.DescendingPath("directory", s.Directory, e);
        });
        Source("secret", volume.Secret, ref count, errors, static (s, e) =>
        {
            Needs("secretName", s.SecretName, e);
            Rules.FileMode("defaultMode", s.DefaultMode, e);
            Items(s.Items, e);
        });
        Source("configMap", volume.ConfigMap, ref count, errors, static (s, e) =>
        {
            Needs("name", s.Name, e);
            Rules.FileMode("defaultMode", s.DefaultMode, e);
            Items(s.Items, e);
        });
        Source("downwardAPI", volume.DownwardAPI, ref count, errors, static (s, e) =>
        {
            Rules.FileMode("defaultMode", s.DefaultMode, e);
            ProjectionValidation.Files(s.Items, e);
        });
        Source("projected", volume.Projected, ref count, errors, ProjectionValidation.Validate);
        Source("persistentVolumeClaim", volume.PersistentVolumeClaim, ref count, errors, static (s, e) => Needs("claimName", s.ClaimName, e));
        Source("ephemeral", volume.Ephemeral, ref count, errors, static (s, e) =>
        {
            if (s.VolumeClaimTemplate is null) e.Required("volumeClaimTemplate");
            else
                using (e.At("volumeClaimTemplate")) ClaimValidation.Template(s.VolumeClaimTemplate, e);
        });
        Source("csi", volume.Csi, ref count, errors, static (s, e) =>
        {
            DriverName("driver", s.Driver, e);
            if (s.NodePublishSecretRef is { Name.Length: 0 }) e.Required("nodePublishSecretRef.name");
        });
        Source("image", volume.Image, ref count, errors, static (s, e) =>
        {
            if (s.Reference.Length == 0) e.Required("reference");
            Rules.OneOf("pullPolicy", s.PullPolicy, e, PullPolicy.Always, PullPolicy.IfNotPresent, PullPolicy.Never);
        });
        return count;
    }

    /// <summary>The name of a CSI driver.</summary>
    internal static void DriverName(string field, string name, FieldErrors errors)
    {
        if (name.Length == 0) errors.Required(field);
        else if (name.Length > 63) errors.TooLong(field, 63);
        else errors.InvalidEach(field, name, Names.DnsSubdomain(name.ToLowerInvariant()));
    }

    internal static void Items(IReadOnlyList<KeyToPath> items, FieldErrors errors)
    {
        for (var i = 0; i < items.Count; i++)
        {
            using var _ = errors.At("items", i);
            Needs("key", items[i].Key, errors);
            if (items[i].Path.Length == 0) errors.Required("path");
            else Rules.DescendingFilePath("path", items[i].Path, errors);
            Rules.FileMode("mode", items[i].Mode, errors);
        }
    }
}
