using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>Security contexts of pods and containers.</summary>
internal static class SecurityValidation
{
    private const int MaximumSysctl = 253;
    private const int LongestPath = 4095;

    public static void Pod(PodSpec spec, FieldErrors errors)
    {
        if (spec.ShareProcessNamespace == true && spec.HostPID)
            errors.Invalid("securityContext.shareProcessNamespace", true, "ShareProcessNamespace and HostPID cannot both be enabled");
        if (spec.HostUsers == false) HostUsers(spec, errors);
        if (spec.SecurityContext is not { } context) return;
        using var _ = errors.At("securityContext");
        if (context.FsGroup is { } group) errors.InvalidEach("fsGroup", group, Rules.UserId(group));
        if (context.RunAsUser is { } user) errors.InvalidEach("runAsUser", user, Rules.UserId(user));
        if (context.RunAsGroup is { } primary) errors.InvalidEach("runAsGroup", primary, Rules.UserId(primary));
        for (var i = 0; i < context.SupplementalGroups.Count; i++)
            if (Rules.UserId(context.SupplementalGroups[i]) is { Count: > 0 } messages)
                errors.InvalidEach($"supplementalGroups[{i}]", context.SupplementalGroups[i], messages);
        Sysctls(context.Sysctls, spec, errors);
        Rules.NoneOrOneOf("fsGroupChangePolicy", context.FsGroupChangePolicy, errors, PodFSGroupChangePolicy.Always, PodFSGroupChangePolicy.OnRootMismatch);
        Rules.NoneOrOneOf("supplementalGroupsPolicy", context.SupplementalGroupsPolicy, errors, SupplementalGroupsPolicy.Merge, SupplementalGroupsPolicy.Strict);
        Rules.NoneOrOneOf("seLinuxChangePolicy", context.SeLinuxChangePolicy, errors, PodSELinuxChangePolicy.Recursive);
        Seccomp(context.SeccompProfile, errors);
        WindowsValidation.Options(context.WindowsOptions, errors);
        AppArmor(context.AppArmorProfile, errors);
    }

    public static void Container(SecurityContext? context, bool hostUsers, FieldErrors errors)
    {
        if (context is null) return;
        using var _ = errors.At("securityContext");
        if (context.RunAsUser is { } user) errors.InvalidEach("runAsUser", user, Rules.UserId(user));
        if (context.RunAsGroup is { } group) errors.InvalidEach("runAsGroup", group, Rules.UserId(group));
        Rules.NoneOrOneOf("procMount", context.ProcMount, errors, ProcMountType.Default, ProcMountType.Unmasked);
        if (hostUsers && context.ProcMount == ProcMountType.Unmasked) errors.Invalid("procMount", context.ProcMount, "`hostUsers` must be false to use `Unmasked`");
        Seccomp(context.SeccompProfile, errors);
        WindowsValidation.Options(context.WindowsOptions, errors);
        AppArmor(context.AppArmorProfile, errors);
        if (context.AllowPrivilegeEscalation != false) return;
        if (context.Privileged == true) errors.Invalid("", context, "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
        if (context.Capabilities?.Add.Contains("CAP_SYS_ADMIN") == true)
            errors.Invalid("", context, "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
    }

    private static void HostUsers(PodSpec spec, FieldErrors errors)
    {
        const string Detail = "when `pod.Spec.HostUsers` is false";
        if (spec.HostNetwork) errors.Forbidden("hostNetwork", Detail);
        if (spec.HostPID) errors.Forbidden("HostPID", Detail);
        if (spec.HostIPC) errors.Forbidden("HostIPC", Detail);
    }

    private static void Seccomp(SeccompProfile? profile, FieldErrors errors)
    {
        if (profile is null) return;
        using var _ = errors.At("seccompProfile");
        if (profile.Type.Length == 0) errors.Required("type", "type is required when seccompProfile is set");
        else Rules.OneOf("type", profile.Type, errors, SeccompProfileType.Localhost, SeccompProfileType.RuntimeDefault, SeccompProfileType.Unconfined);
        if (profile.Type == SeccompProfileType.Localhost)
        {
            if (profile.LocalhostProfile is null) errors.Required("localhostProfile", "must be set when seccomp type is Localhost");
            else Rules.DescendingPath("localhostProfile", profile.LocalhostProfile, errors);
        }
        else if (profile.LocalhostProfile is not null) errors.Invalid("localhostProfile", profile, "can only be set when seccomp type is Localhost");
    }

    private static void AppArmor(AppArmorProfile? profile, FieldErrors errors)
    {
        if (profile is null) return;
        using var _ = errors.At("appArmorProfile");
        if (profile.Type.Length == 0) errors.Required("type", "type is required when appArmorProfile is set");
        else Rules.OneOf("type", profile.Type, errors, AppArmorProfileType.Localhost, AppArmorProfileType.RuntimeDefault, AppArmorProfileType.Unconfined);
        if (profile.Type == AppArmorProfileType.Localhost)
        {
            if (string.IsNullOrEmpty(profile.LocalhostProfile)) errors.Required("localhostProfile", "must be set when AppArmor type is Localhost");
            else if (profile.LocalhostProfile.Trim() != profile.LocalhostProfile) errors.Invalid("localhostProfile", profile.LocalhostProfile, "must not be padded with whitespace");
            if (profile.LocalhostProfile?.Length > LongestPath) errors.TooLong("localhostProfile", LongestPath);
        }
        else if (profile.LocalhostProfile is not null && profile.Type is AppArmorProfileType.RuntimeDefault or AppArmorProfileType.Unconfined) errors.Invalid("localhostProfile", profile.LocalhostProfile, "can only be set when AppArmor type is Localhost");
    }

    private static void Sysctls(IReadOnlyList<Sysctl> sysctls, PodSpec spec, FieldErrors errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < sysctls.Count; i++)
        {
            using var _ = errors.At("sysctls", i);
            var name = sysctls[i].Name;
            if (name.Length == 0) errors.Required("name");
            else if (!IsSysctl(name))
                errors.Invalid("name", name, $"must have at most {MaximumSysctl} characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$");
            else if (!names.Add(name)) errors.Duplicate("name", name);
            if (spec.HostNetwork && IsOfNetwork(name)) errors.Invalid("name", name, "may not be specified when 'hostNetwork' is true");
            if (spec.HostIPC && IsOfIpc(name)) errors.Invalid("name", name, "may not be specified when 'hostIPC' is true");
        }
    }

    private static bool IsOfNetwork(string name) => name.StartsWith("net.", StringComparison.Ordinal) || name.StartsWith("net/", StringComparison.Ordinal);

    private static bool IsOfIpc(string name) => name.Replace('/', '.') is var sysctl
        && (sysctl is "kernel.sem" || sysctl.StartsWith("kernel.shm", StringComparison.Ordinal) || sysctl.StartsWith("kernel.msg", StringComparison.Ordinal)
            || sysctl.StartsWith("fs.mqueue.", StringComparison.Ordinal));

    private static bool IsSysctl(string name) =>
        name.Length <= MaximumSysctl && name.Split('.', '/').All(static part => part.Length > 0
            && char.IsAsciiLetterOrDigit(part[0]) && char.IsAsciiLetterOrDigit(part[^1])
            && part.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_'));
}
