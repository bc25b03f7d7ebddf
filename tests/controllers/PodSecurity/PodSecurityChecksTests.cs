using System.Text.Json;
using Orleans.Kube.Controllers.PodSecurity;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests;

public sealed class PodSecurityChecksTests
{
    private const string Hardened =
        """{"securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},"containers":[{"name":"a","securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"],"add":["NET_BIND_SERVICE"]}}}]}""";

    [Theory]
    [InlineData("""{"containers":[{"name":"a"}]}""", "")]
    [InlineData(Hardened, "")]
    [InlineData("""{"hostNetwork":true,"hostIPC":true,"containers":[{"name":"a"}]}""", "host namespaces (hostNetwork=true, hostIPC=true)")]
    [InlineData("""{"volumes":[{"name":"v","hostPath":{"path":"/"}},{"name":"w","hostPath":{"path":"/"}}],"containers":[]}""", "hostPath volumes (volumes \"v\", \"w\")")]
    [InlineData("""{"containers":[{"name":"a","ports":[{"hostPort":80},{"hostPort":443}]}]}""", "hostPort (container \"a\" uses hostPorts 443, 80)")]
    [InlineData("""{"containers":[{"name":"a","securityContext":{"privileged":true}},{"name":"b","securityContext":{"privileged":true}}]}""", "privileged (containers \"a\", \"b\" must not set securityContext.privileged=true)")]
    [InlineData("""{"containers":[{"name":"a","securityContext":{"capabilities":{"add":["SYS_ADMIN","CHOWN"]}}}]}""", "non-default capabilities (container \"a\" must not include \"SYS_ADMIN\" in securityContext.capabilities.add)")]
    [InlineData("""{"containers":[{"name":"a","securityContext":{"procMount":"Unmasked"}}]}""", "procMount (container \"a\" must not set securityContext.procMount to \"Unmasked\")")]
    [InlineData("""{"securityContext":{"seLinuxOptions":{"type":"spc_t","user":"u"}},"containers":[]}""", "seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: type \"spc_t\"; user may not be set)")]
    [InlineData("""{"securityContext":{"seccompProfile":{"type":"Unconfined"}},"containers":[{"name":"a","securityContext":{"seccompProfile":{"type":"Unconfined"}}}]}""",
        "seccompProfile (pod and container \"a\" must not set securityContext.seccompProfile.type to \"Unconfined\")")]
    [InlineData("""{"securityContext":{"sysctls":[{"name":"net.ipv4.tcp_rmem"},{"name":"kernel.msgmax"}]},"containers":[]}""", "forbidden sysctls (kernel.msgmax)")]
    [InlineData("""{"securityContext":{"appArmorProfile":{"type":"Unconfined"}},"containers":[]}""", "forbidden AppArmor profile (pod must not set AppArmor profile type to \"Unconfined\")")]
    [InlineData("""{"containers":[],"ephemeralContainers":[{"name":"e","securityContext":{"privileged":true}}]}""", "privileged (container \"e\" must not set securityContext.privileged=true)")]
    [InlineData("""{"securityContext":{"windowsOptions":{"hostProcess":true}},"containers":[]}""", "hostProcess (pod must not set securityContext.windowsOptions.hostProcess=true)")]
    public void The_baseline_forbids_what_gives_the_node_away(string spec, string violations) => Of("baseline", null, spec).ShouldBe(violations);

    [Theory]
    [InlineData(Hardened, "")]
    [InlineData("""{"containers":[{"name":"a"}]}""",
        "allowPrivilegeEscalation != false (container \"a\" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container \"a\" must set securityContext.capabilities.drop=[\"ALL\"]), "
        + "runAsNonRoot != true (pod or container \"a\" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container \"a\" must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\")")]
    [InlineData("""{"os":{"name":"windows"},"securityContext":{"runAsNonRoot":true},"containers":[{"name":"a"}]}""", "")]
    [InlineData("""{"volumes":[{"name":"v","hostPath":{"path":"/"}},{"name":"w","nfs":{"server":"s","path":"/"}}],"containers":[]}""",
        "restricted volume types (volumes \"v\", \"w\" use restricted volume types \"hostPath\", \"nfs\")")]
    [InlineData("""{"securityContext":{"runAsNonRoot":false,"runAsUser":0},"containers":[]}""",
        "runAsNonRoot != true (pod must not set securityContext.runAsNonRoot=false), runAsUser=0 (pod must not set runAsUser=0)")]
    public void The_restricted_standard_asks_for_more(string spec, string violations) => Of("restricted", null, spec).ShouldBe(violations);

    [Theory]
    [InlineData(24, """{"os":{"name":"windows"},"securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},"containers":[{"name":"a","securityContext":{"capabilities":{"drop":["ALL"]}}}]}""",
        "allowPrivilegeEscalation != false (container \"a\" must set securityContext.allowPrivilegeEscalation=false)")]
    [InlineData(21, """{"securityContext":{"runAsNonRoot":true,"runAsUser":0,"seccompProfile":{"type":"RuntimeDefault"}},"containers":[{"name":"a","securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"add":["SYS_ADMIN"]}}}]}""",
        "non-default capabilities (container \"a\" must not include \"SYS_ADMIN\" in securityContext.capabilities.add)")]
    [InlineData(26, """{"securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"},"sysctls":[{"name":"net.ipv4.ip_local_reserved_ports"}]},"containers":[]}""", "forbidden sysctls (net.ipv4.ip_local_reserved_ports)")]
    [InlineData(99, Hardened, "")]
    public void Standards_of_older_versions_are_those_of_their_time(int minor, string spec, string violations) => Of("restricted", minor, spec).ShouldBe(violations);

    [Fact]
    public void Old_annotations_count_too()
    {
        var metadata = new ObjectMeta { Annotations = new Dictionary<string, string> { ["container.apparmor.security.beta.kubernetes.io/a"] = "unconfined" } };

        string.Join(", ", PodSecurityChecks.Of(new SecurityStandard(SecurityLevel.Baseline, null), metadata, new PodSpec())).ShouldBe(
            "forbidden AppArmor profile (annotation must not set AppArmor profile type to \"container.apparmor.security.beta.kubernetes.io/a=\"unconfined\"\")");
    }

    [Theory]
    [InlineData("enforce=baseline", "baseline:latest", "baseline:latest", "")]
    [InlineData("enforce=restricted enforce-version=v1.25", "restricted:v1.25", "restricted:v1.25", "")]
    [InlineData("enforce=restricted warn=baseline", "restricted:latest", "baseline:latest", "")]
    [InlineData("enforce=restricted warn-version=v1.20", "restricted:latest", "restricted:v1.20", "")]
    [InlineData("warn=restricted", "privileged:latest", "restricted:latest", "")]
    [InlineData("enforce=strict", "restricted:latest", "privileged:latest", "metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: \"strict\": must be one of privileged, baseline, restricted")]
    [InlineData("warn=strict audit-version=v1.x", "privileged:latest", "privileged:latest",
        "metadata.labels[pod-security.kubernetes.io/audit-version]: Invalid value: \"v1.x\": must be \"latest\" or \"v1.x\" metadata.labels[pod-security.kubernetes.io/warn]: Invalid value: \"strict\": must be one of privileged, baseline, restricted")]
    public void Labels_say_what_is_enforced_and_warned_of(string labels, string enforce, string warn, string errors)
    {
        var (policy, found) = SecurityPolicy.Of(labels.Split(' ').Select(static l => l.Split('=')).ToDictionary(static l => $"pod-security.kubernetes.io/{l[0]}", static l => l[1]), SecurityPolicy.None);

        (policy.Enforce.ToString(), policy.Warn.ToString(), string.Join(' ', found.Select(static e => $"{e.Field}: {e.Body}"))).ShouldBe((enforce, warn, errors));
    }

    [Theory]
    [InlineData("", "baseline:v1.30", "restricted:latest", "baseline:v1.31")]
    [InlineData("pod-security.kubernetes.io/enforce=privileged", "privileged:v1.30", "restricted:latest", "baseline:v1.31")]
    [InlineData("pod-security.kubernetes.io/enforce=restricted", "restricted:v1.30", "restricted:latest", "restricted:v1.30")]
    [InlineData("pod-security.kubernetes.io/enforce-version=latest", "baseline:latest", "restricted:latest", "baseline:v1.31")]
    [InlineData("pod-security.kubernetes.io/audit=baseline", "baseline:v1.30", "baseline:latest", "baseline:v1.31")]
    [InlineData("pod-security.kubernetes.io/warn=privileged", "baseline:v1.30", "restricted:latest", "privileged:v1.31")]
    public void What_labels_leave_open_is_the_clusters_to_say(string label, string enforce, string audit, string warn)
    {
        var defaults = new SecurityPolicy(new SecurityStandard(SecurityLevel.Baseline, 30), new SecurityStandard(SecurityLevel.Restricted, null), new SecurityStandard(SecurityLevel.Baseline, 31));
        var labels = label.Length == 0 ? [] : new Dictionary<string, string> { [label.Split('=')[0]] = label.Split('=')[1] };

        var (policy, errors) = SecurityPolicy.Of(labels, defaults);

        (policy.Enforce.ToString(), policy.Audit.ToString(), policy.Warn.ToString(), errors.Count).ShouldBe((enforce, audit, warn, 0));
    }

    private static string Of(string level, int? minor, string spec) => string.Join(", ", PodSecurityChecks.Of(
        new SecurityStandard(Enum.Parse<SecurityLevel>(level, ignoreCase: true), minor), new ObjectMeta(), JsonSerializer.Deserialize<PodSpec>(spec, KubeJson.Options)!));
}
