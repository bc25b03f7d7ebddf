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
            Eviction = new EvictionOptions { PressureTransition = TimeSpan.FromSeconds(90), DiskAvailable = 0.125 },
        });

        configuration["staticPodPath"]!.GetValue<string>().ShouldBe("/etc/pods");
        configuration["containerLogMaxSize"]!.GetValue<string>().ShouldBe("64Ki");
        configuration["serializeImagePulls"]!.GetValue<bool>().ShouldBeTrue();
        configuration["allowedUnsafeSysctls"]!.ToJsonString().ShouldBe("""["net.core.*"]""");
        configuration["evictionPressureTransitionPeriod"]!.GetValue<string>().ShouldBe("1m30s");
        configuration["evictionHard"]!["nodefs.available"]!.GetValue<string>().ShouldBe("12.5%");
        configuration["evictionHard"]!["memory.available"]!.GetValue<string>().ShouldBe("104857600");
        configuration.ContainsKey("podCIDR").ShouldBeFalse();
    }
}
