using Orleans.Kube.Controllers;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Grains;

/// <summary>
/// The volume through which programs in a pod reach the API server: a token of the pod's service account that is renewed, the authority's
/// certificate and the namespace, where in-cluster client configurations look for them.
/// </summary>
internal static class ApiAccessVolume
{
    /// <summary>Where in-cluster configurations look for credentials.</summary>
    public const string MountPath = "/var/run/secrets/kubernetes.io/serviceaccount";

    private const string NamePrefix = "kube-api-access-";
    private const long TokenSeconds = 3607;
    private const int FileMode = 420;

    /// <summary>Mounts the volume in each container that has nothing mounted there. Pods of which no container needs it stay as they are.</summary>
    public static PodSpec AddTo(PodSpec spec, IIdSource ids)
    {
        if (!spec.Containers.Any(NeedsMount) && !spec.InitContainers.Any(NeedsMount)) return spec;
        var existing = spec.Volumes.FirstOrDefault(static v => v.Name.StartsWith(NamePrefix, StringComparison.Ordinal))?.Name;
        var name = existing ?? NamePrefix + ids.Suffix();
        return spec with
        {
            Volumes = existing is null ? [.. spec.Volumes, Volume(name)] : spec.Volumes,
            Containers = [.. spec.Containers.Select(c => Mounted(c, name))],
            InitContainers = [.. spec.InitContainers.Select(c => Mounted(c, name))],
        };
    }

    private static bool NeedsMount(Container container) => !container.VolumeMounts.Any(static m => m.MountPath == MountPath);

    private static Container Mounted(Container container, string volume) => NeedsMount(container)
        ? container with { VolumeMounts = [.. container.VolumeMounts, new VolumeMount { Name = volume, ReadOnly = true, MountPath = MountPath }] }
        : container;

    private static Volume Volume(string name) => new()
    {
        Name = name,
        Projected = new ProjectedVolumeSource
        {
            DefaultMode = FileMode,
            Sources =
            [
                new VolumeProjection { ServiceAccountToken = new ServiceAccountTokenProjection { ExpirationSeconds = TokenSeconds, Path = "token" } },
                new VolumeProjection
                {
                    ConfigMap = new ConfigMapProjection { Name = "kube-root-ca.crt", Items = [new KeyToPath { Key = "ca.crt", Path = "ca.crt" }] },
                },
                new VolumeProjection
                {
                    DownwardAPI = new DownwardAPIProjection
                    {
                        Items =
                        [
                            new DownwardAPIVolumeFile
                            {
                                Path = "namespace", FieldRef = new ObjectFieldSelector { ApiVersion = "v1", FieldPath = "metadata.namespace" },
                            },
                        ],
                    },
                },
            ],
        },
    };
}
