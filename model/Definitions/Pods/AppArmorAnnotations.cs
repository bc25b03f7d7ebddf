using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>
/// AppArmor profiles were annotations before they were fields. A new pod has both: whichever a client leaves out follows the other
/// (k8s.io/kubernetes/pkg/registry/core/pod applyAppArmorVersionSkew).
/// </summary>
internal static class AppArmorAnnotations
{
    private const string Prefix = "container.apparmor.security.beta.kubernetes.io/";
    public const string Mirror = "kubernetes.io/config.mirror";
    private const string LocalPrefix = "localhost/";

    /// <summary>The pod with annotations and fields that agree; the same instance when there is nothing to do.</summary>
    public static Pod Follow(Pod pod)
    {
        var spec = pod.Spec;
        if (spec.Os?.Name == OSName.Windows) return pod;
        var annotations = pod.Metadata.Annotations;
        var ofPod = spec.SecurityContext?.AppArmorProfile;
        var init = spec.InitContainers.Map(Follow);
        var containers = spec.Containers.Map(Follow);
        if (!ReferenceEquals(annotations, pod.Metadata.Annotations)) pod = pod with { Metadata = pod.Metadata with { Annotations = annotations } };
        return ReferenceEquals(init, spec.InitContainers) && ReferenceEquals(containers, spec.Containers)
            ? pod
            : pod with { Spec = spec with { InitContainers = init, Containers = containers } };

        Container Follow(Container container)
        {
            var profile = container.SecurityContext?.AppArmorProfile;
            if (!annotations.TryGetValue(Prefix + container.Name, out var annotation))
            {
                if (Annotation(profile ?? ofPod) is { } text) annotations = annotations.With(Prefix + container.Name, text);
                return container;
            }

            if (profile is not null || Field(annotation) is not { } field || Structural.Equal(field, ofPod)) return container;
            return container with { SecurityContext = (container.SecurityContext ?? new()) with { AppArmorProfile = field } };
        }
    }

    /// <summary>Annotations that a running pod cannot follow stay as they are.</summary>
    public static void ValidateUpdate(IReadOnlyDictionary<string, string> annotations, IReadOnlyDictionary<string, string> old, FieldErrors errors)
    {
        if (ReferenceEquals(annotations, old)) return;
        foreach (var (key, value) in old)
            if (annotations.GetValueOrDefault(key) != value && IsFixed(key)) errors.Forbidden($"metadata.annotations[{key}]", $"may not remove or update {Named(key)}");
        foreach (var key in annotations.Keys)
            if (!old.ContainsKey(key) && IsFixed(key)) errors.Forbidden($"metadata.annotations[{key}]", $"may not add {Named(key)}");
    }

    private static bool IsFixed(string key) => key == Mirror || key.StartsWith(Prefix, StringComparison.Ordinal);

    private static string Named(string key) => key == Mirror ? "mirror pod annotation" : "AppArmor annotations";

    private static string? Annotation(AppArmorProfile? profile) => profile switch
    {
        { Type: AppArmorProfileType.Unconfined } => "unconfined",
        { Type: AppArmorProfileType.RuntimeDefault } => "runtime/default",
        { Type: AppArmorProfileType.Localhost, LocalhostProfile: { } name } => LocalPrefix + name,
        _ => null,
    };

    private static AppArmorProfile? Field(string annotation) => annotation switch
    {
        "unconfined" => new() { Type = AppArmorProfileType.Unconfined },
        "runtime/default" => new() { Type = AppArmorProfileType.RuntimeDefault },
        _ when annotation.StartsWith(LocalPrefix, StringComparison.Ordinal) && annotation.Length > LocalPrefix.Length =>
            new() { Type = AppArmorProfileType.Localhost, LocalhostProfile = annotation[LocalPrefix.Length..] },
        _ => null,
    };
}
