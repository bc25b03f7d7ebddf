using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>Projected volumes and the files that show fields of the pod.</summary>
internal static class ProjectionValidation
{
    private const long MinimumTokenSeconds = 10 * 60;
    private static readonly string[] Fields = ["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"];

    public static void Validate(ProjectedVolumeSource source, FieldErrors errors)
    {
        Rules.FileMode("defaultMode", source.DefaultMode, errors);
        var paths = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < source.Sources.Count; i++) Projection(source.Sources[i], i, paths, errors);
    }

    /// <summary>A file of a downward API volume or projection. Its errors stand at the volume, as in Kubernetes.</summary>
    public static void File(DownwardAPIVolumeFile file, FieldErrors errors)
    {
        VolumeValidation.Needs("path", file.Path, errors);
        Rules.DescendingFilePath("path", file.Path, errors);
        if (file.FieldRef is { } field)
        {
            using (errors.At("fieldRef")) DownwardValidation.Field(field, Fields, errors);
            if (file.ResourceFieldRef is not null) errors.Invalid("", "resource", "fieldRef and resourceFieldRef can not be specified simultaneously");
        }
        else if (file.ResourceFieldRef is { } resource)
        {
            using (errors.At("resourceFieldRef")) DownwardValidation.Resource(resource, inVolume: true, errors);
        }
        else errors.Required("", "one of fieldRef and resourceFieldRef is required");
        Rules.FileMode("mode", file.Mode, errors);
    }

    /// <summary>Errors of a source, and errors of its paths, which are told of the whole volume.</summary>
    private static void Projection(VolumeProjection projection, int index, HashSet<string> paths, FieldErrors errors)
    {
        var count = 0;
        if (projection.Secret is { } secret) Keys("secret", secret.Name, secret.Items);
        if (projection.ConfigMap is { } map) Keys("configMap", map.Name, map.Items);
        if (projection.DownwardAPI is { } downward)
        {
            count++;
            foreach (var file in downward.Items)
            {
                using (errors.At("sources", index))
                using (errors.At("downwardAPI")) File(file, errors);
                Unique(file.Path, file.Path, paths, errors);
            }
        }

        if (projection.ServiceAccountToken is { } token)
        {
            count++;
            using (errors.At("sources", index))
            using (errors.At("serviceAccountToken")) Lifetime(token.ExpirationSeconds, errors);
            if (token.Path.Length == 0) errors.Required("path");
            else Rules.DescendingFilePath("path", token.Path, errors);
        }

        if (count > 1) errors.Forbidden($"sources[{index}]", "may not specify more than 1 volume type per source");

        void Keys(string field, string name, IReadOnlyList<KeyToPath> items)
        {
            count++;
            using (errors.At("sources", index))
            using (errors.At(field))
            {
                VolumeValidation.Needs("name", name, errors);
                VolumeValidation.Items(items, errors);
            }

            foreach (var item in items) Unique(item.Path, name, paths, errors);
        }
    }

    private static void Unique(string path, string value, HashSet<string> paths, FieldErrors errors)
    {
        if (path.Length > 0 && !paths.Add(path)) errors.Invalid("", value, "conflicting duplicate paths");
    }

    private static void Lifetime(long? seconds, FieldErrors errors)
    {
        if (seconds < MinimumTokenSeconds) errors.Invalid("expirationSeconds", seconds, "may not specify a duration less than 10 minutes");
        if (seconds > 1L << 32) errors.Invalid("expirationSeconds", seconds, "may not specify a duration larger than 2^32 seconds");
    }
}
