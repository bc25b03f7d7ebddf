using Orleans.Kube.NodeAgent.Http;

namespace Orleans.Kube.NodeAgent.Tests.Http;

public class ConfigHandlerTests
{
    [Fact]
    public void Settings_go_by_the_names_and_forms_of_kubelets_configuration()
    {
        var configuration = ConfigHandler.ConfigurationOf(new AgentOptions
        {
            StaticPods = "/etc/pods",
            Containers = new ContainerOptions { LogFileSize = "64kb", ParallelPulls = 1, AllowedUnsafeSysctls = ["net.core.*"], PodPidsLimit = 100 },
            KubeReserved = new Dictionary<string, string> { ["cpu"] = "100m" },
            Eviction = new EvictionOptions
            {
                PressureTransition = TimeSpan.FromSeconds(90),
                Hard = new Dictionary<string, string> { ["memory.available"] = "100Mi", ["nodefs.available"] = "12.5%" },
                Soft = new Dictionary<string, string> { ["nodefs.inodesFree"] = "10%" },
                SoftGracePeriods = new Dictionary<string, TimeSpan> { ["nodefs.inodesFree"] = TimeSpan.FromMinutes(2) },
                MinimumReclaim = new Dictionary<string, string> { ["nodefs.available"] = "1Gi" },
            },
        });

        configuration["staticPodPath"]!.GetValue<string>().ShouldBe("/etc/pods");
        configuration["containerLogMaxSize"]!.GetValue<string>().ShouldBe("64Ki");
        configuration["podLogsDir"]!.GetValue<string>().ShouldBe("/var/log/pods");
        configuration["serializeImagePulls"]!.GetValue<bool>().ShouldBeTrue();
        configuration["allowedUnsafeSysctls"]!.ToJsonString().ShouldBe("""["net.core.*"]""");
        configuration["evictionPressureTransitionPeriod"]!.GetValue<string>().ShouldBe("1m30s");
        configuration["evictionHard"]!.ToJsonString().ShouldBe("""{"memory.available":"100Mi","nodefs.available":"12.5%"}""");
        configuration["evictionMinimumReclaim"]!.ToJsonString().ShouldBe("""{"nodefs.available":"1Gi"}""");
        configuration["evictionSoft"]!.ToJsonString().ShouldBe("""{"nodefs.inodesFree":"10%"}""");
        configuration["evictionSoftGracePeriod"]!.ToJsonString().ShouldBe("""{"nodefs.inodesFree":"2m0s"}""");
        configuration["kubeReserved"]!.ToJsonString().ShouldBe("""{"cpu":"100m"}""");
        configuration["podPidsLimit"]!.GetValue<long>().ShouldBe(100);
        configuration.ContainsKey("systemReserved").ShouldBeFalse();
        configuration.ContainsKey("podCIDR").ShouldBeFalse();
    }
}
