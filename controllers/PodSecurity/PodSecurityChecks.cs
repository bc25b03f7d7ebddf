using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.PodSecurity;

/// <summary>Holds pods against the Pod Security Standards, in the words of k8s.io/pod-security-admission/policy.</summary>
public static class PodSecurityChecks
{
    private const string All = "ALL";

    private static readonly HashSet<string> DefaultCapabilities = new(StringComparer.Ordinal)
    {
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    };

    /// <summary>Kernel settings that are a pod's own, and the minor version from which on they are allowed.</summary>
    private static readonly Dictionary<string, int> SafeSysctls = new(StringComparer.Ordinal)
    {
        ["kernel.shm_rmid_forced"] = 0, ["net.ipv4.ip_local_port_range"] = 0, ["net.ipv4.tcp_syncookies"] = 0, ["net.ipv4.ping_group_range"] = 0,
        ["net.ipv4.ip_unprivileged_port_start"] = 0, ["net.ipv4.ip_local_reserved_ports"] = 27, ["net.ipv4.tcp_keepalive_time"] = 29,
        ["net.ipv4.tcp_fin_timeout"] = 29, ["net.ipv4.tcp_keepalive_intvl"] = 29, ["net.ipv4.tcp_keepalive_probes"] = 29, ["net.ipv4.tcp_rmem"] = 32, ["net.ipv4.tcp_wmem"] = 32,
    };

    private delegate SecurityViolation? Check(Subject pod, int minor);

    /// <summary>The checks of the baseline, in the order of messages; those that a stricter check of the restricted standard stands in for from some version on.</summary>
    private static readonly (Check Find, int? ReplacedFrom)[] Baseline =
    [
        (AppArmor, null), (AddedCapabilities, 22), (HostNamespaces, null), (HostPaths, 0), (HostPorts, null), (Privileged, null), (ProcMount, null), (SELinux, null), (Seccomp, 19),
        (Sysctls, null), (HostProcess, null),
    ];

    /// <summary>The checks that the restricted standard adds, and the minor version from which on they hold.</summary>
    private static readonly (Check Find, int From)[] Restricted =
        [(PrivilegeEscalation, 8), (KeptCapabilities, 22), (VolumeTypes, 0), (NonRoot, 0), (RootUser, 23), (RequiredSeccomp, 19)];

    /// <summary>All that the standard does not allow, in the order that messages have.</summary>
    public static IReadOnlyList<SecurityViolation> Of(SecurityStandard standard, ObjectMeta metadata, PodSpec spec)
    {
        if (standard.Level == SecurityLevel.Privileged) return [];
        var minor = standard.Minor ?? int.MaxValue;
        var isRestricted = standard.Level == SecurityLevel.Restricted;
        var checks = Baseline.Where(c => !isRestricted || !(minor >= c.ReplacedFrom)).Select(static c => c.Find);
        if (isRestricted) checks = checks.Concat(Restricted.Where(c => minor >= c.From).Select(static c => c.Find));
        var pod = new Subject(metadata, spec);
        return [.. checks.Select(check => check(pod, minor)).OfType<SecurityViolation>()];
    }

    private static SecurityViolation? AppArmor(Subject pod, int minor)
    {
        const string Annotation = "container.apparmor.security.beta.kubernetes.io/";
        static bool IsBad(AppArmorProfile? profile) => profile is { Type: not (AppArmorProfileType.RuntimeDefault or AppArmorProfileType.Localhost) };
        var bad = pod.Containers.Where(static c => IsBad(c.Security?.AppArmorProfile)).ToList();
        var annotations = pod.Metadata.Annotations.Where(static a => a.Key.StartsWith(Annotation, StringComparison.Ordinal) && a.Value is not ("" or "runtime/default") && !a.Value.StartsWith("localhost/", StringComparison.Ordinal))
            .Select(static a => $"{a.Key}=\"{a.Value}\"").Order(StringComparer.Ordinal).ToList();
        string[] values =
        [
            .. bad.Select(static c => c.Security!.AppArmorProfile!.Type).Concat(IsBad(pod.Security?.AppArmorProfile) ? [pod.Security!.AppArmorProfile!.Type] : []).Distinct().Order(StringComparer.Ordinal),
            .. annotations,
        ];
        List<string> setters = [.. Setters(IsBad(pod.Security?.AppArmorProfile), bad)];
        if (annotations.Count > 0) setters.Add(Plural("annotation", annotations.Count));
        return setters.Count == 0 ? null
            : new SecurityViolation(Plural("forbidden AppArmor profile", values.Length), $"{string.Join(" and ", setters)} must not set AppArmor profile type to {Quoted(values)}");
    }

    private static SecurityViolation? AddedCapabilities(Subject pod, int minor)
    {
        var bad = pod.Containers.Where(static c => c.Security?.Capabilities?.Add.Any(static a => !DefaultCapabilities.Contains(a)) == true).ToList();
        var added = bad.SelectMany(static c => c.Security!.Capabilities!.Add).Where(static a => !DefaultCapabilities.Contains(a)).Distinct().Order(StringComparer.Ordinal);
        return bad.Count == 0 ? null : new SecurityViolation("non-default capabilities", $"{Named(bad)} must not include {Quoted(added)} in securityContext.capabilities.add");
    }

    private static SecurityViolation? KeptCapabilities(Subject pod, int minor)
    {
        if (pod.IsWindows(minor)) return null;
        var keeping = pod.Containers.Where(static c => c.Security?.Capabilities?.Drop.Contains(All) != true).ToList();
        var adding = pod.Containers.Where(static c => c.Security?.Capabilities?.Add.Any(static a => a != "NET_BIND_SERVICE") == true).ToList();
        var added = adding.SelectMany(static c => c.Security!.Capabilities!.Add).Where(static a => a != "NET_BIND_SERVICE").Distinct().Order(StringComparer.Ordinal);
        var details = new List<string>();
        if (keeping.Count > 0) details.Add($"{Named(keeping)} must set securityContext.capabilities.drop=[\"{All}\"]");
        if (adding.Count > 0) details.Add($"{Named(adding)} must not include {Quoted(added)} in securityContext.capabilities.add");
        return details.Count == 0 ? null : new SecurityViolation("unrestricted capabilities", string.Join("; ", details));
    }

    private static SecurityViolation? HostNamespaces(Subject pod, int minor)
    {
        var shared = new List<string>();
        if (pod.Spec.HostNetwork) shared.Add("hostNetwork=true");
        if (pod.Spec.HostPID) shared.Add("hostPID=true");
        if (pod.Spec.HostIPC) shared.Add("hostIPC=true");
        return shared.Count == 0 ? null : new SecurityViolation("host namespaces", string.Join(", ", shared));
    }

    private static SecurityViolation? HostPaths(Subject pod, int minor)
    {
        var names = pod.Spec.Volumes.Where(static v => v.HostPath is not null).Select(static v => v.Name).ToList();
        return names.Count == 0 ? null : new SecurityViolation("hostPath volumes", $"{Plural("volume", names.Count)} {Quoted(names)}");
    }

    private static SecurityViolation? HostPorts(Subject pod, int minor)
    {
        var bad = pod.Containers.Where(static c => c.Ports.Any(static p => p.HostPort is > 0)).ToList();
        var ports = bad.SelectMany(static c => c.Ports).Where(static p => p.HostPort is > 0).Select(static p => $"{p.HostPort}").Distinct().Order(StringComparer.Ordinal).ToList();
        return bad.Count == 0 ? null : new SecurityViolation("hostPort", $"{Named(bad)} {(bad.Count == 1 ? "uses" : "use")} {Plural("hostPort", ports.Count)} {string.Join(", ", ports)}");
    }

    private static SecurityViolation? Privileged(Subject pod, int minor) =>
        Containers(pod, static c => c.Security?.Privileged == true, "privileged", "must not set securityContext.privileged=true");

    private static SecurityViolation? PrivilegeEscalation(Subject pod, int minor) => pod.IsWindows(minor) ? null
        : Containers(pod, static c => c.Security?.AllowPrivilegeEscalation != false, "allowPrivilegeEscalation != false", "must set securityContext.allowPrivilegeEscalation=false");

    private static SecurityViolation? ProcMount(Subject pod, int minor)
    {
        var bad = pod.Containers.Where(static c => c.Security?.ProcMount is not (null or "Default")).ToList();
        return bad.Count == 0 ? null
            : new SecurityViolation("procMount", $"{Named(bad)} must not set securityContext.procMount to {Quoted(bad.Select(static c => c.Security!.ProcMount!).Distinct().Order(StringComparer.Ordinal))}");
    }

    private static SecurityViolation? SELinux(Subject pod, int minor)
    {
        bool IsBadType(string type) => type is not ("" or "container_t" or "container_init_t" or "container_kvm_t") && !(type == "container_engine_t" && minor >= 31);
        bool IsBad(SELinuxOptions? options) => options is not null && (IsBadType(options.Type) || options.User.Length > 0 || options.Role.Length > 0);
        var bad = pod.Containers.Where(c => IsBad(c.Security?.SeLinuxOptions)).ToList();
        var setters = Setters(IsBad(pod.Security?.SeLinuxOptions), bad).ToList();
        if (setters.Count == 0) return null;
        var set = bad.Select(static c => c.Security!.SeLinuxOptions!).Concat(IsBad(pod.Security?.SeLinuxOptions) ? [pod.Security!.SeLinuxOptions!] : []).ToList();
        var types = set.Select(static o => o.Type).Where(IsBadType).Distinct().Order(StringComparer.Ordinal).ToList();
        var what = new List<string>();
        if (types.Count > 0) what.Add($"{Plural("type", types.Count)} {Quoted(types)}");
        if (set.Any(static o => o.User.Length > 0)) what.Add("user may not be set");
        if (set.Any(static o => o.Role.Length > 0)) what.Add("role may not be set");
        return new SecurityViolation("seLinuxOptions", $"{string.Join(" and ", setters)} set forbidden securityContext.seLinuxOptions: {string.Join("; ", what)}");
    }

    private static SecurityViolation? Seccomp(Subject pod, int minor)
    {
        if (minor < 19) return null;
        static bool IsBad(SeccompProfile? profile) => profile is { Type: not (SeccompProfileType.RuntimeDefault or SeccompProfileType.Localhost) };
        var bad = pod.Containers.Where(static c => IsBad(c.Security?.SeccompProfile)).ToList();
        var isPodBad = IsBad(pod.Security?.SeccompProfile);
        if (bad.Count == 0 && !isPodBad) return null;
        var values = bad.Select(static c => c.Security!.SeccompProfile!.Type).Concat(isPodBad ? [pod.Security!.SeccompProfile!.Type] : []).Distinct().Order(StringComparer.Ordinal);
        return new SecurityViolation("seccompProfile", $"{string.Join(" and ", Setters(isPodBad, bad))} must not set securityContext.seccompProfile.type to {Quoted(values)}");
    }

    private static SecurityViolation? RequiredSeccomp(Subject pod, int minor)
    {
        if (pod.IsWindows(minor)) return null;
        if (Seccomp(pod, minor) is { } forbidden) return forbidden;
        if (pod.Security?.SeccompProfile is not null) return null;
        var bare = pod.Containers.Where(static c => c.Security?.SeccompProfile is null).ToList();
        return bare.Count == 0 ? null : new SecurityViolation("seccompProfile", $"pod or {Named(bare)} must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"");
    }

    private static SecurityViolation? Sysctls(Subject pod, int minor)
    {
        var bad = pod.Security?.Sysctls.Where(s => !(SafeSysctls.TryGetValue(s.Name, out var from) && minor >= from)).Select(static s => s.Name).ToList() ?? [];
        return bad.Count == 0 ? null : new SecurityViolation("forbidden sysctls", string.Join(", ", bad));
    }

    private static SecurityViolation? HostProcess(Subject pod, int minor)
    {
        var bad = pod.Containers.Where(static c => c.Security?.WindowsOptions?.HostProcess == true).ToList();
        var setters = Setters(pod.Security?.WindowsOptions?.HostProcess == true, bad).ToList();
        return setters.Count == 0 ? null : new SecurityViolation("hostProcess", $"{string.Join(" and ", setters)} must not set securityContext.windowsOptions.hostProcess=true");
    }

    private static SecurityViolation? VolumeTypes(Subject pod, int minor)
    {
        var bad = pod.Spec.Volumes.Select(static v => (v.Name, Type: RestrictedType(v))).Where(static v => v.Type is not null).ToList();
        if (bad.Count == 0) return null;
        var types = bad.Select(static v => v.Type!).Distinct().Order(StringComparer.Ordinal).ToList();
        return new SecurityViolation("restricted volume types",
            $"{Plural("volume", bad.Count)} {Quoted(bad.Select(static v => v.Name))} {(bad.Count == 1 ? "uses" : "use")} {Plural("restricted volume type", types.Count)} {Quoted(types)}");
    }

    /// <summary>The type of a volume that hardened pods do not have; null for the types that they may have.</summary>
    private static string? RestrictedType(Volume volume) => volume switch
    {
        { ConfigMap: not null } or { Csi: not null } or { DownwardAPI: not null } or { EmptyDir: not null } or { Ephemeral: not null } or { Image: not null } or { PersistentVolumeClaim: not null }
            or { Projected: not null } or { Secret: not null } => null,
        { HostPath: not null } => "hostPath",
        { GcePersistentDisk: not null } => "gcePersistentDisk",
        { AwsElasticBlockStore: not null } => "awsElasticBlockStore",
        { GitRepo: not null } => "gitRepo",
        { Nfs: not null } => "nfs",
        { Iscsi: not null } => "iscsi",
        { Glusterfs: not null } => "glusterfs",
        { Rbd: not null } => "rbd",
        { FlexVolume: not null } => "flexVolume",
        { Cinder: not null } => "cinder",
        { Cephfs: not null } => "cephfs",
        { Flocker: not null } => "flocker",
        { Fc: not null } => "fc",
        { AzureFile: not null } => "azureFile",
        { VsphereVolume: not null } => "vsphereVolume",
        { Quobyte: not null } => "quobyte",
        { AzureDisk: not null } => "azureDisk",
        { PhotonPersistentDisk: not null } => "photonPersistentDisk",
        { PortworxVolume: not null } => "portworxVolume",
        { ScaleIO: not null } => "scaleIO",
        { Storageos: not null } => "storageos",
        _ => "unknown",
    };

    private static SecurityViolation? NonRoot(Subject pod, int minor)
    {
        var bad = pod.Containers.Where(static c => c.Security?.RunAsNonRoot == false).ToList();
        var setters = Setters(pod.Security?.RunAsNonRoot == false, bad).ToList();
        if (setters.Count > 0) return new SecurityViolation("runAsNonRoot != true", $"{string.Join(" and ", setters)} must not set securityContext.runAsNonRoot=false");
        var bare = pod.Security?.RunAsNonRoot == true ? [] : pod.Containers.Where(static c => c.Security?.RunAsNonRoot is null).ToList();
        return bare.Count == 0 ? null : new SecurityViolation("runAsNonRoot != true", $"pod or {Named(bare)} must set securityContext.runAsNonRoot=true");
    }

    private static SecurityViolation? RootUser(Subject pod, int minor)
    {
        var setters = Setters(pod.Security?.RunAsUser == 0, [.. pod.Containers.Where(static c => c.Security?.RunAsUser == 0)]).ToList();
        return setters.Count == 0 ? null : new SecurityViolation("runAsUser=0", $"{string.Join(" and ", setters)} must not set runAsUser=0");
    }

    private static SecurityViolation? Containers(Subject pod, Func<Part, bool> isBad, string reason, string what)
    {
        var bad = pod.Containers.Where(isBad).ToList();
        return bad.Count == 0 ? null : new SecurityViolation(reason, $"{Named(bad)} {what}");
    }

    private static IEnumerable<string> Setters(bool pod, IReadOnlyList<Part> containers)
    {
        if (pod) yield return "pod";
        if (containers.Count > 0) yield return Named(containers);
    }

    private static string Named(IReadOnlyList<Part> containers) => $"{Plural("container", containers.Count)} {Quoted(containers.Select(static c => c.Name))}";

    private static string Quoted(IEnumerable<string> items) => string.Join(", ", items.Select(static i => $"\"{i}\""));

    private static string Plural(string word, int count) => count == 1 ? word : word + "s";

    private sealed record Part(string Name, SecurityContext? Security, IReadOnlyList<ContainerPort> Ports);

    private sealed class Subject(ObjectMeta metadata, PodSpec spec)
    {
        public ObjectMeta Metadata => metadata;

        public PodSpec Spec => spec;

        public PodSecurityContext? Security => spec.SecurityContext;

        public IReadOnlyList<Part> Containers { get; } =
        [
            .. spec.InitContainers.Concat(spec.Containers).Select(static c => new Part(c.Name, c.SecurityContext, c.Ports)),
            .. spec.EphemeralContainers.Select(static c => new Part(c.Name, c.SecurityContext, c.Ports)),
        ];

        /// <summary>Windows has no such rights to drop.</summary>
        public bool IsWindows(int minor) => minor >= 25 && spec.Os?.Name == OSName.Windows;
    }
}
