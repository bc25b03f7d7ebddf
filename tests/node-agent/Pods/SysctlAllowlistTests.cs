using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Pods;

namespace Orleans.Kube.NodeAgent.Tests.Pods;

public sealed class SysctlAllowlistTests
{
    [Theory]
    [InlineData("kernel.shm_rmid_forced", false, false, null)]
    [InlineData("net/ipv4/tcp_syncookies", false, false, null)]
    [InlineData("net.core.somaxconn", false, false, null)]
    [InlineData("kernel.msgmax", false, false, null)]
    [InlineData("kernel.sem", false, false, "\"kernel.sem\" not allowlisted")]
    [InlineData("vm.swappiness", false, false, "\"vm.swappiness\" not allowlisted")]
    [InlineData("net.ipv4.tcp_syncookies", true, false, "\"net.ipv4.tcp_syncookies\" not allowed with host Net enabled")]
    [InlineData("kernel.shm_rmid_forced", false, true, "\"kernel.shm_rmid_forced\" not allowed with host IPC enabled")]
    public void A_pod_sets_what_is_safe_and_what_is_allowed(string name, bool hostNetwork, bool hostIpc, string? objection)
    {
        var pod = new Pod { Spec = new PodSpec { HostNetwork = hostNetwork, HostIPC = hostIpc, SecurityContext = new PodSecurityContext { Sysctls = [new Sysctl { Name = name, Value = "1" }] } } };
        var verdict = new SysctlAllowlist(["net.core.*", "kernel.msgmax"]).Check(pod);
        verdict?.Reason.ShouldBe("SysctlForbidden");
        (verdict?.Message).ShouldBe(objection is null ? null : $"forbidden sysctl: {objection}");
    }
}
