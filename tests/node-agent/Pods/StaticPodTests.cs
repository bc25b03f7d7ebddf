using System.Text;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.NodeAgent.StaticPods;

namespace Orleans.Kube.NodeAgent.Tests.Pods;

public sealed class StaticPodTests
{
    private const string Manifest = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec: {priorityClassName: system-node-critical, containers: [{name: c, image: 'i:1'}]}\n";

    [Fact]
    public void A_manifest_becomes_a_pod_of_the_node()
    {
        var pod = Read(Manifest);
        (pod.Metadata.Name, pod.Metadata.Namespace, pod.Spec.NodeName, pod.Spec.RestartPolicy, pod.Spec.Priority).ShouldBe(("web-n1", "default", "n1", "Always", 2_000_001_000));
        pod.Metadata.Annotations["kubernetes.io/config.hash"].ShouldBe(pod.Metadata.Uid);
        pod.Spec.Tolerations.ShouldContain(static t => t.Operator == "Exists" && t.Effect == "NoExecute");
        (StaticPod.Is(pod), StaticPod.IsMirror(pod)).ShouldBe((true, false));
    }

    [Fact]
    public void A_changed_file_is_another_pod()
    {
        Read(Manifest).Metadata.Uid.ShouldBe(Read(Manifest).Metadata.Uid);
        Read(Manifest.Replace("i:1", "i:2")).Metadata.Uid.ShouldNotBe(Read(Manifest).Metadata.Uid);
    }

    [Fact]
    public void A_mirror_shows_its_pod_until_it_is_deleted_or_the_file_changes()
    {
        var pod = Read(Manifest);
        var mirror = StaticPod.Mirror(pod, new Node { Metadata = new ObjectMeta { Name = "n1", Uid = "u1" } });
        (StaticPod.Is(mirror), StaticPod.IsMirror(mirror), StaticPod.Shows(mirror, pod)).ShouldBe((false, true, true));
        mirror.Metadata.OwnerReferences.ShouldHaveSingleItem().Uid.ShouldBe("u1");
        StaticPod.Shows(mirror with { Metadata = mirror.Metadata with { DeletionTimestamp = PodScene.Noon } }, pod).ShouldBeFalse();
        StaticPod.Shows(mirror, Read(Manifest.Replace("i:1", "i:2"))).ShouldBeFalse();
    }

    [Fact]
    public void Of_several_files_with_one_name_one_runs()
    {
        Pod[] pods = [Read(Manifest), Read(Manifest.Replace("i:1", "i:2")), Read(Manifest.Replace("name: web", "name: other"))];
        Images(StaticPod.Chosen(pods, new HashSet<string>())).ShouldBe("web-n1=i:1 other-n1=i:1");
        Images(StaticPod.Chosen(pods, new HashSet<string> { pods[1].Metadata.Uid })).ShouldBe("web-n1=i:2 other-n1=i:1", "what runs runs on");

        static string Images(IEnumerable<Pod> chosen) => string.Join(' ', chosen.Select(static p => $"{p.Metadata.Name}={p.Spec.Containers[0].Image}"));
    }

    [Theory]
    [InlineData("apiVersion: v1\nkind: Service\nmetadata: {name: x}\n")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {containers: []}\n")]
    [InlineData("{")]
    public void What_is_no_good_pod_is_refused(string manifest) => Should.Throw<StatusException>(() => Read(manifest)).Code.ShouldBeInRange(400, 422);

    private static Pod Read(string manifest) => StaticPod.Read(Encoding.UTF8.GetBytes(manifest), "/etc/web.yaml", "n1", PodScene.Noon);
}
