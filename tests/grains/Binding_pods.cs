using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains.Tests;

public sealed class Binding_pods
{
    [Fact]
    public async Task A_pod_is_bound_once()
    {
        await using var cluster = await Cluster.StartAsync();
        var pod = await cluster.CreateAsync(Objects.Pod("web"));
        await cluster.BindAsync(pod, "node-1");
        var bound = cluster.Find<Pod>("web").ShouldNotBeNull();
        bound.Spec.NodeName.ShouldBe("node-1");
        bound.Status.Conditions.ShouldContain(c => c.Type == PodConditionType.PodScheduled && c.Status == "True");
        var status = Cluster.Refused(await cluster.TryBindAsync(pod, "node-2"));
        (status.Code, status.Message).ShouldBe(
            (409, "Operation cannot be fulfilled on pods/binding \"web\": pod web is already assigned to node \"node-1\""));
    }

    [Fact]
    public async Task Of_many_schedulers_that_bind_one_pod_one_succeeds()
    {
        await using var cluster = await Cluster.StartAsync();
        var pod = await cluster.CreateAsync(Objects.Pod("web"));
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => cluster.TryBindAsync(pod, $"node-{i}")));
        replies.Count(static reply => reply.Failure is null).ShouldBe(1);
    }

    [Fact]
    public async Task A_pod_gets_its_account_priority_and_tolerations()
    {
        await using var cluster = await Cluster.StartAsync();
        var pod = await cluster.CreateAsync(Objects.Pod("web"));
        pod.Spec.ServiceAccountName.ShouldBe("default");
        pod.Spec.Priority.ShouldBe(0);
        pod.Spec.Tolerations.Select(static t => (t.Key, t.Effect, t.TolerationSeconds)).ShouldBe(
            [("node.kubernetes.io/not-ready", "NoExecute", 300L), ("node.kubernetes.io/unreachable", "NoExecute", 300L)]);
    }

    [Fact]
    public async Task Containers_get_the_credentials_of_the_account_where_nothing_else_is_mounted()
    {
        await using var cluster = await Cluster.StartAsync();
        var pod = Objects.Pod("web");
        var own = new VolumeMount { Name = "own", MountPath = "/var/run/secrets/kubernetes.io/serviceaccount" };
        var first = pod.Spec.Containers[0];
        var stored = await cluster.CreateAsync(pod with
        {
            Spec = pod.Spec with
            {
                Volumes = [new Volume { Name = "own", EmptyDir = new EmptyDirVolumeSource() }],
                Containers = [first, first with { Name = "custom", VolumeMounts = [own] }],
                InitContainers = [first with { Name = "before" }],
            },
        });

        var volume = stored.Spec.Volumes[1];
        volume.Name.ShouldStartWith("kube-api-access-");
        volume.Projected.ShouldNotBeNull().Sources.Select(static s => s.ServiceAccountToken?.Path ?? s.ConfigMap?.Items[0].Path ?? s.DownwardAPI!.Items[0].Path)
            .ShouldBe(["token", "ca.crt", "namespace"]);
        stored.Spec.Containers[0].VolumeMounts.ShouldBe([new VolumeMount { Name = volume.Name, ReadOnly = true, MountPath = own.MountPath }]);
        stored.Spec.Containers[1].VolumeMounts.ShouldBe([own]);
        stored.Spec.InitContainers[0].VolumeMounts[0].Name.ShouldBe(volume.Name);
    }

    [Theory]
    [InlineData(false, null, false)]
    [InlineData(null, false, false)]
    [InlineData(true, false, true)]
    [InlineData(null, null, true)]
    public async Task The_pod_and_else_the_account_decide_whether_credentials_are_mounted(bool? byPod, bool? byAccount, bool mounted)
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.CreateAsync(new ServiceAccount
        {
            ApiVersion = "v1", Kind = "ServiceAccount", Metadata = new ObjectMeta { Name = "robot", Namespace = "default" },
            AutomountServiceAccountToken = byAccount,
        });
        var pod = Objects.Pod("web");
        var stored = await cluster.CreateAsync(pod with
        {
            Spec = pod.Spec with { ServiceAccountName = "robot", AutomountServiceAccountToken = byPod },
        });
        stored.Spec.Volumes.Count.ShouldBe(mounted ? 1 : 0);
        stored.Spec.Containers[0].VolumeMounts.Count.ShouldBe(mounted ? 1 : 0);
    }

    [Fact]
    public async Task A_pod_with_an_account_that_is_not_there_is_refused()
    {
        await using var cluster = await Cluster.StartAsync();
        var pod = Objects.Pod("web");
        Cluster.Refused(await cluster.TryCreateAsync(pod with { Spec = pod.Spec with { ServiceAccountName = "robot" } })).Message.ShouldBe(
            "pods \"web\" is forbidden: error looking up service account default/robot: serviceaccount \"robot\" not found");
    }
}
