using System.Text.Json;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.NodeAgent.Pods;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Tests.Pods;

public sealed class SecurityTests
{
    [Theory]
    [InlineData("{}", "{}", "", "")]
    [InlineData("{'runAsUser':1}", "{}", "", "1")]
    [InlineData("{'runAsUser':1}", "{'runAsUser':2}", "", "2")]
    [InlineData("{'runAsGroup':3}", "{}", "", "0:3")]
    [InlineData("{'runAsGroup':3}", "{}", "app:app", "app:3")]
    [InlineData("{'runAsUser':1,'runAsGroup':3}", "{'runAsGroup':4}", "", "1:4")]
    public void The_user_is_the_containers_the_pods_or_the_images(string pod, string container, string image, string user) => Build(pod, container, image).User.ShouldBe(user);

    [Theory]
    [InlineData("{'runAsNonRoot':true,'runAsUser':0}", "{}", "", "container's runAsUser breaks non-root policy (pod: \"web_d(u)\", container: main)")]
    [InlineData("{'runAsNonRoot':true}", "{}", "", "container has runAsNonRoot and image will run as root (pod: \"web_d(u)\", container: main)")]
    [InlineData("{'runAsNonRoot':true}", "{}", "0:5", "container has runAsNonRoot and image will run as root (pod: \"web_d(u)\", container: main)")]
    [InlineData("{'runAsNonRoot':true}", "{}", "root", "container has runAsNonRoot and image has non-numeric user (root), cannot verify user is non-root (pod: \"web_d(u)\", container: main)")]
    [InlineData("{'runAsNonRoot':true}", "{}", "app", "container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root (pod: \"web_d(u)\", container: main)")]
    [InlineData("{'runAsNonRoot':true}", "{}", "5", null)]
    [InlineData("{'runAsNonRoot':true}", "{'runAsNonRoot':false}", "", null)]
    [InlineData("{'runAsNonRoot':true}", "{'runAsUser':5}", "root", null)]
    public void Root_is_refused_where_it_must_not_be(string pod, string container, string image, string? refusal)
    {
        if (refusal is null) Build(pod, container, image);
        else Should.Throw<StartException>(() => Build(pod, container, image)).ShouldSatisfyAllConditions(e => e.Reason.ShouldBe("CreateContainerConfigError"), e => e.Message.ShouldBe(refusal));
    }

    [Theory]
    [InlineData("{}", "{}", "unconfined", null)]
    [InlineData("{'seccompProfile':{'type':'RuntimeDefault'}}", "{}", null, null)]
    [InlineData("{'seccompProfile':{'type':'RuntimeDefault'}}", "{'seccompProfile':{'type':'Unconfined'}}", "unconfined", null)]
    [InlineData("{'appArmorProfile':{'type':'Localhost','localhostProfile':'p'}}", "{}", "unconfined", "p")]
    [InlineData("{'appArmorProfile':{'type':'Localhost','localhostProfile':'p'}}", "{'appArmorProfile':{'type':'RuntimeDefault'}}", "unconfined", null)]
    [InlineData("{'appArmorProfile':{'type':'Unconfined'}}", "{}", "unconfined", "unconfined")]
    public void Profiles_are_the_containers_or_the_pods(string pod, string container, string? seccomp, string? appArmor)
    {
        var built = Build(pod, container, "");
        (built.Seccomp, built.AppArmor).ShouldBe((seccomp, appArmor));
    }

    [Fact]
    public void Groups_are_those_of_the_pod_and_of_its_volumes() =>
        Build("{'fsGroup':7,'supplementalGroups':[5,7,6]}", "{}", "").Groups.ShouldBe([5, 7, 6]);

    [Theory]
    [InlineData("{}", "{}", true)]
    [InlineData("{'appArmorProfile':{'type':'Unconfined'}}", "{}", true)]
    [InlineData("{'appArmorProfile':{'type':'RuntimeDefault'}}", "{}", false)]
    [InlineData("{}", "{'appArmorProfile':{'type':'Localhost','localhostProfile':'p'}}", false)]
    [InlineData("{'appArmorProfile':{'type':'RuntimeDefault'}}", "{'appArmorProfile':{'type':'Unconfined'}}", true)]
    public void A_machine_without_AppArmor_refuses_who_asks_for_it(string pod, string container, bool isTaken)
    {
        AppArmorAdmission.Check(Pod(pod, container), isEnabled: true).ShouldBeNull();
        AppArmorAdmission.Check(Pod(pod, container), isEnabled: false).ShouldBe(isTaken ? null : new PodVerdict("AppArmor", "Cannot enforce AppArmor: AppArmor is not enabled on the host"));
    }

    private static ContainerSecurity Build(string pod, string container, string image)
    {
        var built = Pod(pod, container);
        return SecurityBuilder.Build(built, built.Spec.Containers[0], new RuntimeImage("i", [], 1, image), "/nowhere");
    }

    private static Pod Pod(string pod, string container) => new()
    {
        Metadata = new ObjectMeta { Name = "web", Namespace = "d", Uid = "u" },
        Spec = new PodSpec { SecurityContext = Parse<PodSecurityContext>(pod), Containers = [new Container { Name = "main", SecurityContext = Parse<SecurityContext>(container) }] },
    };

    private static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json.Replace('\'', '"'), KubeJson.Options)!;
}
