using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>Projected volumes and the files that show fields of the pod.</summary>
internal static class ProjectionValidation
{
    private const long MinimumTokenSeconds = 10 * 60;
    private static readonly string[] Fields = ["metadata.name", "metadata.namespace", "metadata.labels", "metadata.annotations", "metadata.uid"];

    public static void Validate(ProjectedVolumeSource source, FieldErrors errors)
    {
        Rules.FileMode("defaultMode", source.DefaultMode, errors);
        for (var i = 0; i < source.Sources.Count; i++)
            using (errors.At("sources", i)) Projection(source.Sources[i], errors);
    }

    /// <summary>The items of a downward API volume or projection.</summary>
    public static void Files(IReadOnlyList<DownwardAPIVolumeFile> files, FieldErrors errors)
    {
        for (var i = 0; i < files.Count; i++)
        {
            using var _ = errors.At("items", i);
            var file = files[i];
            if (file.Path.Length == 0) errors.Required("path");
            else Rules.DescendingFilePath("path", file.Path, errors);
            Source(file, errors);
            Rules.FileMode("mode", file.Mode, errors);
        }
    }

    private static void Source(DownwardAPIVolumeFile file, FieldErrors errors)
    {
        if (file.FieldRef is { } field)
        {
            using (errors.At("fieldRef")) DownwardValidation.Field(field, Fields, errors);
            if (file.ResourceFieldRef is not null) errors.Invalid("", "resource", "fieldRef and resourceFieldRef can not be specified simultaneously");
        }
        else if (file.ResourceFieldRef is { } resource)
        {
            using (errors.At("resourceFieldRef")) DownwardValidation.Resource(resource, inVolume: true, errors);
        }
        else errors.Required("fieldRef", "one of fieldRef and resourceFieldRef is required");
    }

    private static void Projection(VolumeProjection projection, FieldErrors errors)
    {
        var count = 0;
        VolumeValidation.Source("secret", projection.Secret, ref count, errors, static (s, e) =>
        {
            VolumeValidation.Needs("name", s.Name, e);
            VolumeValidation.Items(s.Items, e);
        });
        VolumeValidation.Source("configMap", projection.ConfigMap, ref count, errors, static (s, e) =>
        {
            VolumeValidation.Needs("name", s.Name, e);
            VolumeValidation.Items(s.Items, e);
        });
        VolumeValidation.Source("downwardAPI", projection.DownwardAPI, ref count, errors, static (s, e) => Files(s.Items, e));
        VolumeValidation.Source("serviceAccountToken", projection.ServiceAccountToken, ref count, errors, Token);
        VolumeValidation.Source("clusterTrustBundle", projection.ClusterTrustBundle, ref count, errors, Bundle);
        if (count == 0) errors.Required("", "must specify a projected volume type");
    }

    private static void Token(ServiceAccountTokenProjection token, FieldErrors errors)
    {
        if (token.ExpirationSeconds < MinimumTokenSeconds) errors.Invalid("expirationSeconds", token.ExpirationSeconds, "may not specify a duration less than 10 minutes");
        if (token.ExpirationSeconds > 1L << 32) errors.Invalid("expirationSeconds", token.ExpirationSeconds, "may not specify a duration larger than 2^32 seconds");
        if (token.Path.Length == 0) errors.Required("path");
        else Rules.DescendingFilePath("path", token.Path, errors);
    }

    private static void Bundle(ClusterTrustBundleProjection bundle, FieldErrors errors)
    {
        if (bundle.Name is null && bundle.SignerName is null) errors.Required("", "either name or signerName must be specified");
        if (bundle.Name is not null && bundle.SignerName is not null) errors.Invalid("", bundle, "only one of name and signerName may be used");
        if (bundle.Path.Length == 0) errors.Required("path");
        else Rules.DescendingFilePath("path", bundle.Path, errors);
    }
}
