using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>Volumes that put two things at one path, or one below the other (k8s.io/kubernetes/pkg/api/pod/warnings.go).</summary>
internal static class VolumePathWarnings
{
    public static IEnumerable<string> Of(Volume volume)
    {
        if (volume.ConfigMap is { } map) return Overlaps(volume, $"ConfigMap \"{map.Name}\"", Items(map.Items, ""));
        if (volume.Secret is { } secret) return Overlaps(volume, $"Secret \"{secret.SecretName}\"", Items(secret.Items, ""));
        if (volume.DownwardAPI is { } facts) return Overlaps(volume, "DownwardAPI", facts.Items.Select(static i => (i.Path, "")));
        return volume.Projected is { } projected
            ? [.. projected.Sources.Where(IsEmpty).Select(_ => $"volume \"{volume.Name}\" (Projected) has no sources provided"), .. Overlaps(volume, "Projected", projected.Sources.SelectMany(Paths))]
            : [];
    }

    private static bool IsEmpty(VolumeProjection source) => source is { ConfigMap: null, Secret: null, DownwardAPI: null, ServiceAccountToken: null, ClusterTrustBundle: null };

    private static IEnumerable<(string Path, string Source)> Paths(VolumeProjection source) => source switch
    {
        { ConfigMap: { } map } => Items(map.Items, $"ConfigMap \"{map.Name}\""),
        { Secret: { } secret } => Items(secret.Items, $"Secret \"{secret.Name}\""),
        { DownwardAPI: { } facts } => facts.Items.Select(static i => (i.Path, "DownwardAPI")),
        { ServiceAccountToken: { } token } => [(token.Path, "ServiceAccountToken")],
        { ClusterTrustBundle: { } bundle } => [(bundle.Path, $"ClusterTrustBundle \"{bundle.Name ?? bundle.SignerName}\"")],
        _ => [],
    };

    private static IEnumerable<(string Path, string Source)> Items(IReadOnlyList<KeyToPath> items, string source) => items.Select(i => (i.Path, source));

    private static IEnumerable<string> Overlaps(Volume volume, string what, IEnumerable<(string Path, string Source)> paths)
    {
        var before = new List<(string Path, string Source)>();
        foreach (var (written, source) in paths)
        {
            var path = written.TrimEnd('/');
            foreach (var other in before.Where(b => Overlap(b.Path, path)))
                yield return $"volume \"{volume.Name}\" ({what}): overlapping paths: {Text((path, source))} with {Text(other)}";
            before.Add((path, source));
        }
    }

    private static bool Overlap(string one, string other) =>
        one.Length > 0 && other.Length > 0 && ($"{one}/".StartsWith($"{other}/", StringComparison.Ordinal) || $"{other}/".StartsWith($"{one}/", StringComparison.Ordinal));

    private static string Text((string Path, string Source) item) => item.Source.Length == 0 ? $"\"{item.Path}\"" : $"\"{item.Path}\" ({item.Source})";
}
