using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Definitions;

/// <summary>Defaults of pod specs (k8s.io/kubernetes/pkg/apis/core/v1/defaults.go): those of any pod spec, and those that only a pod itself has.</summary>
internal static class PodDefaults
{
    private const long GracePeriodSeconds = 30;

    /// <summary>The template of a workload with its defaults.</summary>
    public static PodTemplateSpec Default(PodTemplateSpec template) =>
        Default(template.Spec) is var spec && ReferenceEquals(spec, template.Spec) ? template : template with { Spec = spec };

    /// <summary>A pod spec with the defaults that it has everywhere.</summary>
    public static PodSpec Default(PodSpec spec)
    {
        spec = WithoutImages(spec);
        var volumes = spec.Volumes.Map(VolumeDefaults.Default);
        var initContainers = spec.InitContainers.Map(ContainerDefaults.Default);
        var containers = spec.Containers.Map(ContainerDefaults.Default);
        var ephemeral = spec.EphemeralContainers.Map(ContainerDefaults.Default);
        var account = spec.ServiceAccountName.Or(spec.ServiceAccount);
        var isComplete = spec is
            {
                RestartPolicy.Length: > 0, DnsPolicy.Length: > 0, SchedulerName.Length: > 0,
                TerminationGracePeriodSeconds: not null, SecurityContext: not null,
            }
            && spec.ServiceAccountName == account && spec.ServiceAccount == account && spec.ResourceClaims.Count == 0
            && ReferenceEquals(volumes, spec.Volumes) && ReferenceEquals(initContainers, spec.InitContainers)
            && ReferenceEquals(containers, spec.Containers) && ReferenceEquals(ephemeral, spec.EphemeralContainers);
        if (isComplete) return spec;
        return spec with
        {
            Volumes = volumes,
            InitContainers = initContainers,
            Containers = containers,
            EphemeralContainers = ephemeral,
            RestartPolicy = spec.RestartPolicy.Or(RestartPolicy.Always),
            DnsPolicy = spec.DnsPolicy.Or(DNSPolicy.ClusterFirst),
            SchedulerName = spec.SchedulerName.Or("default-scheduler"),
            TerminationGracePeriodSeconds = spec.TerminationGracePeriodSeconds ?? GracePeriodSeconds,
            SecurityContext = spec.SecurityContext ?? new(),
            ServiceAccountName = account,
            ServiceAccount = account,

            // Claims of devices are a feature that Kubernetes 1.33 has off: it takes no notice of them.
            ResourceClaims = [],
        };
    }

    /// <summary>The spec of a pod, not of a template.</summary>
    public static PodSpec DefaultOfPod(PodSpec spec)
    {
        spec = Default(spec);
        var hostNetwork = spec.HostNetwork;
        var initContainers = spec.InitContainers.Map(c => ContainerDefaults.DefaultInPod(c, hostNetwork));
        var containers = spec.Containers.Map(c => ContainerDefaults.DefaultInPod(c, hostNetwork));
        return spec.EnableServiceLinks is not null && ReferenceEquals(initContainers, spec.InitContainers) && ReferenceEquals(containers, spec.Containers)
            ? spec
            : spec with { EnableServiceLinks = spec.EnableServiceLinks ?? true, InitContainers = initContainers, Containers = containers };
    }

    /// <summary>Volumes of images are another feature that Kubernetes 1.33 has off: they are left out, and so are their mounts.</summary>
    private static PodSpec WithoutImages(PodSpec spec)
    {
        var images = spec.Volumes.Where(static v => v.Image is not null).Select(static v => v.Name).ToHashSet(StringComparer.Ordinal);
        if (images.Count == 0) return spec;
        return spec with
        {
            Volumes = [.. spec.Volumes.Where(static v => v.Image is null)],
            InitContainers = [.. spec.InitContainers.Select(c => c with { VolumeMounts = Others(c.VolumeMounts) })],
            Containers = [.. spec.Containers.Select(c => c with { VolumeMounts = Others(c.VolumeMounts) })],
            EphemeralContainers = [.. spec.EphemeralContainers.Select(c => c with { VolumeMounts = Others(c.VolumeMounts) })],
        };

        IReadOnlyList<VolumeMount> Others(IReadOnlyList<VolumeMount> mounts) => [.. mounts.Where(m => !images.Contains(m.Name))];
    }
}
