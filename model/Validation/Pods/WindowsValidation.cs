using System.Text;
using System.Text.RegularExpressions;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Model.Validation;

/// <summary>Pods and the operating system that they say they are for: what the one has, the other has not.</summary>
internal static partial class WindowsValidation
{
    private const int MaximumSpecKibibytes = 64;
    private const int MaximumDomain = 256;
    private const int MaximumUser = 104;
    private const string NotOnLinux = "windows options cannot be set for a linux pod";

    public static void Validate(PodSpec spec, FieldErrors errors)
    {
        HostProcess(spec, errors);
        if (spec.Os?.Name == OSName.Linux) NothingOfWindows(spec, errors);
        if (spec.Os?.Name == OSName.Windows) NothingOfLinux(spec, errors);
    }

    /// <summary>The options of a security context, which is where the walk stands.</summary>
    public static void Options(WindowsSecurityContextOptions? options, FieldErrors errors)
    {
        if (options is null) return;
        using var _ = errors.At("windowsOptions");
        if (options.GmsaCredentialSpecName is { } name) errors.InvalidEach("gmsaCredentialSpecName", name, Names.DnsSubdomain(name));
        if (options.GmsaCredentialSpec is "") errors.Invalid("gmsaCredentialSpec", "", "gmsaCredentialSpec cannot be an empty string");
        else if (options.GmsaCredentialSpec is { } spec && Encoding.UTF8.GetByteCount(spec) > MaximumSpecKibibytes * 1024)
            errors.Invalid("gmsaCredentialSpec", spec, $"gmsaCredentialSpec size must be under {MaximumSpecKibibytes} KiB");
        if (options.RunAsUserName is not { } user) return;
        foreach (var message in UserName(user)) errors.Invalid("runAsUserName", user, message);
    }

    private static IEnumerable<string> UserName(string name)
    {
        if (name.Length == 0) return ["runAsUserName cannot be an empty string"];
        if (name.Any(static c => c is < ' ' or '\x7f')) return ["runAsUserName cannot contain control characters"];
        return name.Split('\\') switch
        {
            [var user] => User(user),
            [var domain, var user] => [.. Domain(domain), .. User(user)],
            _ => ["runAsUserName cannot contain more than one backslash"],
        };
    }

    private static IEnumerable<string> Domain(string domain)
    {
        if (domain.Length >= MaximumDomain) yield return $"runAsUserName's Domain length must be under {MaximumDomain} characters";
        if (!NetBios().IsMatch(domain) && !Dns().IsMatch(domain)) yield return "runAsUserName's Domain doesn't match the NetBios nor the DNS format";
    }

    private static IEnumerable<string> User(string user)
    {
        if (user.Length == 0) yield return "runAsUserName's User cannot be empty";
        else if (user.Length > MaximumUser) yield return $"runAsUserName's User length must not be longer than {MaximumUser} characters";
        if (user.Length > 0 && user.All(static c => c is '.' or ' ')) yield return "runAsUserName's User cannot contain only periods or spaces";
        if (user.AsSpan().IndexOfAny("\"/\\:;|=,+*?<>@[]") >= 0) yield return """runAsUserName's User cannot contain the following characters: "/\:;|=,+*?<>@[]""";
    }

    /// <summary>Either all containers are processes of the host, or none.</summary>
    private static void HostProcess(PodSpec spec, FieldErrors errors)
    {
        var ofPod = spec.SecurityContext?.WindowsOptions?.HostProcess;
        var (all, ofHost) = (0, 0);
        foreach (var (path, container) in PodContainers.Of(spec))
        {
            var own = container.SecurityContext?.WindowsOptions?.HostProcess;
            if (ofPod is { } shared && own is { } different && shared != different)
                errors.Invalid($"{path}.securityContext.windowsOptions.hostProcess", different, $"pod hostProcess value must be identical if both are specified, was {(shared ? "true" : "false")}");
            all++;
            if (own ?? ofPod ?? false) ofHost++;
        }

        if (ofHost == 0) return;
        if (ofHost != all) errors.Invalid("", "", "If pod contains any hostProcess containers then all containers must be HostProcess containers");
        if (!spec.HostNetwork) errors.Invalid("hostNetwork", false, "hostNetwork must be true if pod contains any hostProcess containers");
    }

    private static void NothingOfWindows(PodSpec spec, FieldErrors errors)
    {
        if (spec.SecurityContext?.WindowsOptions is not null) errors.Forbidden("securityContext.windowsOptions", NotOnLinux);
        foreach (var (path, container) in PodContainers.Of(spec))
            if (container.SecurityContext?.WindowsOptions is not null) errors.Forbidden($"{path}.securityContext.windowsOptions", NotOnLinux);
    }

    private static void NothingOfLinux(PodSpec spec, FieldErrors errors)
    {
        var context = spec.SecurityContext;
        None(errors, "",
            ("securityContext.appArmorProfile", context?.AppArmorProfile), ("securityContext.seLinuxOptions", context?.SeLinuxOptions),
            ("hostUsers", spec.HostUsers), ("hostPID", True(spec.HostPID)), ("hostIPC", True(spec.HostIPC)),
            ("securityContext.seccompProfile", context?.SeccompProfile), ("securityContext.fsGroup", context?.FsGroup),
            ("securityContext.fsGroupChangePolicy", context?.FsGroupChangePolicy), ("securityContext.sysctls", True(context?.Sysctls.Count > 0)),
            ("shareProcessNamespace", spec.ShareProcessNamespace), ("securityContext.runAsUser", context?.RunAsUser),
            ("securityContext.runAsGroup", context?.RunAsGroup), ("securityContext.supplementalGroups", True(context?.SupplementalGroups.Count > 0)),
            ("securityContext.supplementalGroupsPolicy", context?.SupplementalGroupsPolicy), ("securityContext.seLinuxChangePolicy", context?.SeLinuxChangePolicy));
        foreach (var (path, container) in PodContainers.Of(spec))
            if (container.SecurityContext is { } own)
                None(errors, $"{path}.securityContext.",
                    ("appArmorProfile", own.AppArmorProfile), ("seLinuxOptions", own.SeLinuxOptions), ("seccompProfile", own.SeccompProfile),
                    ("capabilities", own.Capabilities), ("readOnlyRootFilesystem", own.ReadOnlyRootFilesystem), ("privileged", own.Privileged),
                    ("allowPrivilegeEscalation", own.AllowPrivilegeEscalation), ("procMount", own.ProcMount), ("runAsUser", own.RunAsUser), ("runAsGroup", own.RunAsGroup));
    }

    private static object? True(bool? isThere) => isThere == true ? true : null;

    private static void None(FieldErrors errors, string prefix, params ReadOnlySpan<(string Field, object? Value)> fields)
    {
        foreach (var (field, value) in fields)
            if (value is not null) errors.Forbidden(prefix + field, "cannot be set for a windows pod");
    }

    [GeneratedRegex("""^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$""")]
    private static partial Regex NetBios();

    [GeneratedRegex(@"^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$")]
    private static partial Regex Dns();
}
