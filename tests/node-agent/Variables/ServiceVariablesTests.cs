using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.NodeAgent.Variables;

namespace Orleans.Kube.NodeAgent.Tests.Variables;

/// <summary>k8s.io/kubernetes/pkg/kubelet: the services of TestMakeEnvironmentVariables.</summary>
public sealed class ServiceVariablesTests
{
    private static readonly Service[] Services =
    [
        Of("test1", "kubernetes", "1.2.3.2", 8082), Of("default", "kubernetes", "1.2.3.1", 8081), Of("test2", "test", "1.2.3.3", 8083), Of("default", "test", "1.2.3.4", 8084),
        Of("test2", "no-ip", "", 8085), Of("test2", "headless", "None", 8086),
    ];

    [Theory]
    [InlineData("test2", true, "KUBERNETES_SERVICE_HOST=1.2.3.1 KUBERNETES_PORT=tcp://1.2.3.1:8081 TEST_SERVICE_HOST=1.2.3.3 TEST_PORT=tcp://1.2.3.3:8083")]
    [InlineData("test2", false, "KUBERNETES_SERVICE_HOST=1.2.3.1 KUBERNETES_PORT=tcp://1.2.3.1:8081")]
    [InlineData("test1", true, "KUBERNETES_SERVICE_HOST=1.2.3.2 KUBERNETES_PORT=tcp://1.2.3.2:8082")]
    [InlineData("test1", false, "KUBERNETES_SERVICE_HOST=1.2.3.1 KUBERNETES_PORT=tcp://1.2.3.1:8081")]
    [InlineData("default", true, "KUBERNETES_SERVICE_HOST=1.2.3.1 KUBERNETES_PORT=tcp://1.2.3.1:8081 TEST_SERVICE_HOST=1.2.3.4 TEST_PORT=tcp://1.2.3.4:8084")]
    public void A_pod_is_told_of_the_services_of_its_namespace_and_of_the_API_server(string ns, bool links, string expected) =>
        string.Join(' ', ServiceVariables.Of(ns, links, Services).Where(static v => v.Key.EndsWith("_SERVICE_HOST", StringComparison.Ordinal) || v.Key is "KUBERNETES_PORT" or "TEST_PORT")
            .OrderBy(static v => v.Key[0]).Select(static v => $"{v.Key}={v.Value}")).ShouldBe(expected);

    [Fact]
    public void No_port_of_another_service_of_the_same_name_is_left() =>
        ServiceVariables.Of("test1", true, Services).ShouldAllBe(static v => !v.Key.Contains("8081", StringComparison.Ordinal));

    private static Service Of(string ns, string name, string ip, int port) =>
        new() { Metadata = new ObjectMeta { Namespace = ns, Name = name }, Spec = new ServiceSpec { ClusterIP = ip, Ports = [new ServicePort { Port = port }] } };
}
