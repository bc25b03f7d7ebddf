using System.Globalization;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;

namespace Orleans.Kube.Model.Validation;

/// <summary>
/// The annotations of pods and templates that mean something (k8s.io/kubernetes/pkg/apis/core/validation): what they say must be valid, and say the same
/// as the fields that took their place. The walk stands at the metadata of a pod, or at a template.
/// </summary>
internal static class PodAnnotationValidation
{
    private const string Mirror = AppArmorAnnotations.Mirror;
    private const string DeletionCost = "controller.kubernetes.io/pod-deletion-cost";
    private const string Seccomp = "seccomp.security.alpha.kubernetes.io/pod";
    private const string SeccompPrefix = "container.seccomp.security.alpha.kubernetes.io/";
    private const string AppArmorPrefix = "container.apparmor.security.beta.kubernetes.io/";
    private const string Localhost = "localhost/";

    public static void Validate(IReadOnlyDictionary<string, string> annotations, PodSpec spec, FieldErrors errors)
    {
        if (annotations.Count == 0) return;
        using var _ = errors.At("annotations");
        if (spec.NodeName.Length == 0 && annotations.TryGetValue(Mirror, out var mirror))
            errors.Invalid($"[{Mirror}]", mirror, "must set spec.nodeName if mirror pod annotation is set");
        if (annotations.TryGetValue(DeletionCost, out var cost) && !IsCost(cost)) errors.Invalid($"[{DeletionCost}]", cost, "must be a 32bit integer");
        foreach (var (key, value) in annotations)
        {
            if (key == Seccomp || key.StartsWith(SeccompPrefix, StringComparison.Ordinal)) Profile(key, value, errors);
            if (key.StartsWith(AppArmorPrefix, StringComparison.Ordinal)) AppArmor(key, value, spec, errors);
        }
    }

    /// <summary>Annotations and fields that both say how a new pod is confined say the same. The walk stands at the spec.</summary>
    public static void Match(IReadOnlyDictionary<string, string> annotations, PodSpec spec, FieldErrors errors)
    {
        if (annotations.Count == 0) return;
        MatchSeccomp("", annotations.GetValueOrDefault(Seccomp), spec.SecurityContext?.SeccompProfile, errors);
        foreach (var (path, container) in PodContainers.Of(spec))
        {
            MatchSeccomp(path, annotations.GetValueOrDefault(SeccompPrefix + container.Name), container.SecurityContext?.SeccompProfile, errors);
            if (spec.Os?.Name == OSName.Windows) continue;
            var profile = container.SecurityContext?.AppArmorProfile ?? spec.SecurityContext?.AppArmorProfile;
            MatchAppArmor(path, annotations.GetValueOrDefault(AppArmorPrefix + container.Name), profile, errors);
        }
    }

    /// <summary>A number of 32 bits, without a plus sign or zeros before it.</summary>
    private static bool IsCost(string text) =>
        text.Length > 0 && (text[0] is '-' or (>= '1' and <= '9') || text == "0") && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private static void Profile(string key, string profile, FieldErrors errors)
    {
        if (profile is "runtime/default" or "docker/default" or "unconfined") return;
        if (profile.StartsWith(Localhost, StringComparison.Ordinal)) Rules.DescendingPath(key, profile[Localhost.Length..], errors);
        else errors.Invalid(key, profile, "must be a valid seccomp profile");
    }

    private static void AppArmor(string key, string profile, PodSpec spec, FieldErrors errors)
    {
        var name = key[AppArmorPrefix.Length..];
        if (PodContainers.Of(spec).All(c => c.Container.Name != name)) errors.Invalid($"[{key}]", name, "container not found");
        if (profile is not ("" or "runtime/default" or "unconfined") && !profile.StartsWith(Localhost, StringComparison.Ordinal))
            errors.Invalid($"[{key}]", profile, $"invalid AppArmor profile name: {GoText.Quote(profile)}");
    }

    private static void MatchSeccomp(string path, string? annotation, SeccompProfile? profile, FieldErrors errors)
    {
        if (annotation is null || profile is null) return;
        var isSame = profile.Type switch
        {
            SeccompProfileType.Unconfined => annotation == "unconfined",
            SeccompProfileType.RuntimeDefault => annotation is "runtime/default" or "docker/default",
            SeccompProfileType.Localhost => annotation.StartsWith(Localhost, StringComparison.Ordinal),
            _ => true,
        };
        using var _ = errors.At(path.Length == 0 ? "securityContext.seccompProfile" : $"{path}.securityContext.seccompProfile");
        if (!isSame) errors.Forbidden("type", "seccomp type in annotation and field must match");
        else if (profile.Type == SeccompProfileType.Localhost && annotation[Localhost.Length..] != profile.LocalhostProfile)
            errors.Forbidden("localhostProfile", "seccomp profile in annotation and field must match");
    }

    private static void MatchAppArmor(string path, string? annotation, AppArmorProfile? profile, FieldErrors errors)
    {
        if (annotation is null || profile is null) return;
        var isSame = profile.Type switch
        {
            AppArmorProfileType.Unconfined => annotation == "unconfined",
            AppArmorProfileType.RuntimeDefault => annotation == "runtime/default",
            AppArmorProfileType.Localhost => annotation.StartsWith(Localhost, StringComparison.Ordinal),
            _ => true,
        };
        using var _ = errors.At($"{path}.securityContext.appArmorProfile");
        if (!isSame) errors.Forbidden("type", "apparmor type in annotation and field must match");
        else if (profile.Type == AppArmorProfileType.Localhost && annotation[Localhost.Length..] != profile.LocalhostProfile)
            errors.Forbidden("localhostProfile", "apparmor profile in annotation and field must match");
    }
}
