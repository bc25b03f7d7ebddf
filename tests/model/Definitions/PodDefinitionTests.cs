using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;

namespace Orleans.Kube.Model.Tests.Definitions;

public sealed class PodDefinitionTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_pod_is_filled_in()
    {
        var pod = Sample.Created<Pod>(Sample.PodWithContainer("'ports':[{'containerPort':80}],'resources':{'limits':{'cpu':'1'}},'livenessProbe':{'httpGet':{'port':80}}"));
        pod.Spec.RestartPolicy.ShouldBe("Always");
        pod.Spec.DnsPolicy.ShouldBe("ClusterFirst");
        pod.Spec.SchedulerName.ShouldBe("default-scheduler");
        pod.Spec.TerminationGracePeriodSeconds.ShouldBe(30);
        pod.Spec.EnableServiceLinks.ShouldBe(true);
        pod.Spec.SecurityContext.ShouldBe(new PodSecurityContext());
        var container = pod.Spec.Containers[0];
        container.ImagePullPolicy.ShouldBe("IfNotPresent");
        container.TerminationMessagePath.ShouldBe("/dev/termination-log");
        container.TerminationMessagePolicy.ShouldBe("File");
        container.Ports[0].Protocol.ShouldBe("TCP");
        container.Resources.Requests["cpu"].ShouldBe(Quantity.Of(1));
        container.LivenessProbe.ShouldNotBeNull().FailureThreshold.ShouldBe(3);
        container.LivenessProbe.HttpGet.ShouldNotBeNull().Scheme.ShouldBe("HTTP");
        pod.Status.Phase.ShouldBe("Pending");
        pod.Status.QosClass.ShouldBe("Burstable");
    }

    [Fact]
    public void Volumes_of_images_are_left_out_with_their_mounts()
    {
        var json = Sample.PodWithContainer("'volumeMounts':[{'name':'i','mountPath':'/i'},{'name':'e','mountPath':'/e'}]")
            .Replace("\"containers\":", "\"volumes\":[{\"name\":\"i\",\"image\":{\"reference\":\"web:1\"}},{\"name\":\"e\",\"emptyDir\":{}}],\"containers\":", StringComparison.Ordinal)
            .Replace("'containers':", "'volumes':[{'name':'i','image':{'reference':'web:1'}},{'name':'e','emptyDir':{}}],'containers':", StringComparison.Ordinal);
        var spec = Sample.Created<Pod>(json).Spec;
        spec.Volumes.ShouldHaveSingleItem().Name.ShouldBe("e");
        spec.Containers[0].VolumeMounts.ShouldHaveSingleItem().Name.ShouldBe("e");
    }

    [Theory]
    [InlineData("web", "Always")]
    [InlineData("web:latest", "Always")]
    [InlineData("web:1", "IfNotPresent")]
    [InlineData("registry:5000/web", "Always")]
    [InlineData("registry:5000/web:1", "IfNotPresent")]
    [InlineData("web@sha256:0123", "IfNotPresent")]
    public void The_pull_policy_follows_the_tag(string image, string policy) =>
        Sample.Created<Pod>(Sample.Pod().Replace("web:1", image, StringComparison.Ordinal)).Spec.Containers[0].ImagePullPolicy.ShouldBe(policy);

    [Theory]
    [InlineData("{}", "BestEffort")]
    [InlineData("{'requests':{'cpu':'1'}}", "Burstable")]
    [InlineData("{'limits':{'cpu':'1','memory':'1Gi'}}", "Guaranteed")]
    [InlineData("{'limits':{'cpu':'1','memory':'1Gi'},'requests':{'cpu':'500m'}}", "Burstable")]
    public void Quality_of_service_follows_the_resources(string resources, string expected) =>
        Sample.Created<Pod>(Sample.PodWithContainer($"'resources':{resources}")).Status.QosClass.ShouldBe(expected);

    [Fact]
    public void A_template_gets_fewer_defaults_than_a_pod()
    {
        var spec = Sample.Created<Apps.Deployment>(Sample.Deployment()).Spec.Template.Spec;
        spec.RestartPolicy.ShouldBe("Always");
        spec.EnableServiceLinks.ShouldBeNull();
    }

    public static TheoryData<string, string, string, string> Statuses => new()
    {
        { "'phase':'Pending'", "", "Pending", "0/1" },
        { "'phase':'Pending','containerStatuses':[{'name':'web','state':{'waiting':{'reason':'ContainerCreating'}}}]", "", "ContainerCreating", "0/1" },
        { "'phase':'Running','containerStatuses':[{'name':'web','ready':true,'state':{'running':{}}}]", "", "Running", "1/1" },
        { "'phase':'Running','containerStatuses':[{'name':'web','state':{'waiting':{'reason':'CrashLoopBackOff'}}}]", "", "CrashLoopBackOff", "0/1" },
        { "'phase':'Succeeded','containerStatuses':[{'name':'web','state':{'terminated':{'exitCode':0,'reason':'Completed'}}}]", "", "Completed", "0/1" },
        { "'phase':'Failed','containerStatuses':[{'name':'web','state':{'terminated':{'exitCode':3}}}]", "", "ExitCode:3", "0/1" },
        { "'phase':'Failed','containerStatuses':[{'name':'web','state':{'terminated':{'exitCode':137,'signal':9}}}]", "", "Signal:9", "0/1" },
        { "'phase':'Failed','reason':'Evicted'", "", "Evicted", "0/1" },
        { "'phase':'Pending','conditions':[{'type':'PodScheduled','status':'False','reason':'SchedulingGated'}]", "", "SchedulingGated", "0/1" },
        { "'phase':'Pending','initContainerStatuses':[{'name':'a','state':{'terminated':{'exitCode':0}}},{'name':'b','state':{'running':{}}}]", "'initContainers':[{'name':'a'},{'name':'b'}]", "Init:1/2", "0/1" },
        { "'phase':'Pending','initContainerStatuses':[{'name':'a','state':{'waiting':{'reason':'ImagePullBackOff'}}}]", "'initContainers':[{'name':'a'}]", "Init:ImagePullBackOff", "0/1" },
        { "'phase':'Pending','initContainerStatuses':[{'name':'a','state':{'terminated':{'exitCode':1,'reason':'Error'}}}]", "'initContainers':[{'name':'a'}]", "Init:Error", "0/1" },
        { "'phase':'Running','initContainerStatuses':[{'name':'a','started':true,'ready':true,'state':{'running':{}}}],'containerStatuses':[{'name':'web','ready':true,'state':{'running':{}}}]", "'initContainers':[{'name':'a','restartPolicy':'Always'}]", "Running", "2/2" },
    };

    [Theory]
    [MemberData(nameof(Statuses))]
    public void Kubectl_shows_the_status(string status, string spec, string expected, string ready)
    {
        var pod = Sample.Pod(spec);
        var row = Sample.Row(pod[..^1] + Sample.Quoted(",'status':{" + status + "}}"), Now);
        row["Status"].ShouldBe(expected);
        row["Ready"].ShouldBe(ready);
    }

    [Fact]
    public void A_pod_that_is_being_deleted_is_terminating()
    {
        var pod = Sample.Read<Pod>(Sample.Pod()) with { Status = new() { Phase = PodPhase.Running } };
        PodSummary.Of(pod with { Metadata = pod.Metadata with { DeletionTimestamp = Now } }).Status.ShouldBe("Terminating");
    }

    [Fact]
    public void Restarts_say_when_the_last_one_was()
    {
        var status = "'containerStatuses':[{'name':'web','restartCount':3,'ready':true,'state':{'running':{}},'lastState':{'terminated':{'exitCode':1,'finishedAt':'2026-01-01T00:55:00Z'}}}]";
        Sample.Row(Sample.Pod()[..^1] + Sample.Quoted(",'status':{" + status + "}}"), Now)["Restarts"].ShouldBe("3 (5m ago)");
    }
}
