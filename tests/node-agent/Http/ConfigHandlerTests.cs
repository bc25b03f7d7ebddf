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
            Containers = new ContainerOptions { LogFileSize = "64kb", ParallelPulls = 1, AllowedUnsafeSysctls = ["net.core.*"] },
            Eviction = new EvictionOptions
            {
                PressureTransition = TimeSpan.FromSeconds(90), DiskAvailable = 0.125,
                Soft = new SoftEvictionOptions { InodesFree = 0.1, GracePeriods = new Dictionary<string, TimeSpan> { ["nodefs.inodesFree"] = TimeSpan.FromMinutes(2) } },
            },
        });

        configuration["staticPodPath"]!.GetValue<string>().ShouldBe("/etc/pods");
        configuration["containerLogMaxSize"]!.GetValue<string>().ShouldBe("64Ki");
        configuration["serializeImagePulls"]!.GetValue<bool>().ShouldBeTrue();
        configuration["allowedUnsafeSysctls"]!.ToJsonString().ShouldBe("""["net.core.*"]""");
        configuration["evictionPressureTransitionPeriod"]!.GetValue<string>().ShouldBe("1m30s");
        configuration["evictionHard"]!["nodefs.available"]!.GetValue<string>().ShouldBe("12.5%");
        configuration["evictionHard"]!["memory.available"]!.GetValue<string>().ShouldBe("104857600");
        configuration["evictionHard"]!["nodefs.inodesFree"]!.GetValue<string>().ShouldBe("5%");
        configuration["evictionHard"]!["imagefs.available"]!.GetValue<string>().ShouldBe("15%");
        configuration["evictionSoft"]!.ToJsonString().ShouldBe("""{"nodefs.inodesFree":"10%"}""");
        configuration["evictionSoftGracePeriod"]!.ToJsonString().ShouldBe("""{"nodefs.inodesFree":"2m0s"}""");
        configuration.ContainsKey("podCIDR").ShouldBeFalse();
    }
}
