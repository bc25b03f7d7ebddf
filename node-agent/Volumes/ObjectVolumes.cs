using System.Text;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.References;

namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>The files of volumes that are made from objects: configMap, secret, downwardAPI, projected.</summary>
public sealed class ObjectVolumes(ReferencedObjects objects, Func<IReadOnlyDictionary<string, Quantity>> allocatable, TimeProvider time)
{
    /// <summary>Whether a volume is made from objects.</summary>
    public static bool Makes(Volume volume) =>
        volume.ConfigMap is not null || volume.Secret is not null || volume.DownwardAPI is not null || volume.Projected is not null;

    /// <summary>The pod's objects are followed no more.</summary>
    public void Release(string podUid) => objects.Release(podUid);

    /// <param name="pod">Whose volume.</param>
    /// <param name="volume">Which.</param>
    /// <param name="path">Where it is kept: a token that is there and good is kept.</param>
    /// <param name="cancellationToken">Ends the wait for the API server.</param>
    /// <exception cref="ReferenceException">Something that is not optional is missing.</exception>
    public async Task<IReadOnlyList<VolumeFile>> FilesAsync(Pod pod, Volume volume, string path, CancellationToken cancellationToken)
    {
        var ownership = VolumeOwnership.Of(pod.Spec);
        var files = new List<VolumeFile>();
        foreach (var (source, mode) in Sources(volume)) files.AddRange(await SourceAsync(pod, path, source, mode, ownership, cancellationToken));
        // Of two sources that make the same file the later one wins.
        return [.. files.GroupBy(f => f.Path).Select(g => g.Last()).Select(f => f with { Mode = ownership.ReadOnlyMode(f.Mode) })];
    }

    /// <summary>Every such volume as projections.</summary>
    private static IEnumerable<(VolumeProjection Source, int? Mode)> Sources(Volume volume)
    {
        if (volume.ConfigMap is { } map)
            return [(new VolumeProjection { ConfigMap = new ConfigMapProjection { Name = map.Name, Items = map.Items, Optional = map.Optional } }, map.DefaultMode)];
        if (volume.Secret is { } secret)
            return [(new VolumeProjection { Secret = new SecretProjection { Name = secret.SecretName, Items = secret.Items, Optional = secret.Optional } }, secret.DefaultMode)];
        if (volume.DownwardAPI is { } downward) return [(new VolumeProjection { DownwardAPI = new DownwardAPIProjection { Items = downward.Items } }, downward.DefaultMode)];
        return volume.Projected!.Sources.Select(s => (s, volume.Projected.DefaultMode));
    }

    private async Task<IEnumerable<VolumeFile>> SourceAsync(
        Pod pod, string path, VolumeProjection source, int? mode, VolumeOwnership ownership, CancellationToken cancellationToken)
    {
        if (source.ConfigMap is { } config)
        {
            var map = await objects.FollowAsync<ConfigMap>(pod, config.Name, cancellationToken);
            if (map is null) return config.Optional == true ? [] : throw new ReferenceException($"configmap \"{config.Name}\" not found");
            return ObjectFiles.Of(map, config.Items, mode, config.Optional);
        }

        if (source.Secret is { } named)
        {
            var secret = await objects.FollowAsync<Secret>(pod, named.Name, cancellationToken);
            if (secret is null) return named.Optional == true ? [] : throw new ReferenceException($"secret \"{named.Name}\" not found");
            return ObjectFiles.Of(secret, named.Items, mode, named.Optional);
        }

        if (source.DownwardAPI is { } downward) return ObjectFiles.Of(pod, downward.Items, mode, allocatable());
        if (source.ServiceAccountToken is { } token) return [await TokenAsync(pod, path, token, ownership, mode, cancellationToken)];
        throw new ReferenceException("a projected volume of this node has no clusterTrustBundle sources");
    }

    /// <summary>A token that is due is fetched anew; while that fails the old one serves until its end.</summary>
    private async Task<VolumeFile> TokenAsync(
        Pod pod, string path, ServiceAccountTokenProjection token, VolumeOwnership ownership, int? mode, CancellationToken cancellationToken)
    {
        var file = Path.Combine(path, "..data", token.Path);
        var current = File.Exists(file) ? await File.ReadAllTextAsync(file, cancellationToken) : "";
        if (TokenLife.IsDue(current, time.GetUtcNow()))
        {
            try
            {
                current = (await objects.TokenAsync(pod, token.Audience, token.ExpirationSeconds ?? 3600, cancellationToken)).Token;
            }
            catch (ReferenceException) when (!TokenLife.IsOver(current, time.GetUtcNow()))
            {
                // The next refresh tries again.
            }
        }

        return new VolumeFile(token.Path, Encoding.UTF8.GetBytes(current), ownership.TokenMode(mode ?? ObjectFiles.DefaultMode), ownership.User);
    }
}
