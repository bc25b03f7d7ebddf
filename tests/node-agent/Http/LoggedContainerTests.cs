using System.Text.Json;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Json;
using Orleans.Kube.NodeAgent.Http;

namespace Orleans.Kube.NodeAgent.Tests.Http;

public sealed class LoggedContainerTests
{
    private const string Ended = "{'terminated':{'exitCode':1,'containerID':'docker://2'}}";
    private const string Before = "{'terminated':{'exitCode':1,'containerID':'docker://1'}}";
    private const string Unknown = "{'terminated':{'exitCode':137,'reason':'ContainerStatusUnknown'}}";
    private const string BackOff = "{'waiting':{'reason':'CrashLoopBackOff'}}";

    [Theory]
    [InlineData("{'running':{}}", "{}", false, "docker://3")]
    [InlineData("{'running':{}}", Before, true, "docker://1")]
    [InlineData("{'running':{}}", "{}", true, "previous terminated container \"main\" in pod \"web\" not found")]
    [InlineData(Ended, Before, false, "docker://2")]
    [InlineData(Ended, Before, true, "docker://1")]
    [InlineData(BackOff, Ended, false, "docker://2")]
    [InlineData(BackOff, Ended, true, "docker://2")]
    [InlineData(Unknown, Before, false, "docker://1")]
    [InlineData(Unknown, "{}", false, "container \"main\" in pod \"web\" is terminated")]
    [InlineData(BackOff, Unknown, false, "container \"main\" in pod \"web\" is terminated")]
    [InlineData(BackOff, Unknown, true, "previous terminated container \"main\" in pod \"web\" not found")]
    [InlineData("{'waiting':{'reason':'ErrImagePull'}}", "{}", false, "container \"main\" in pod \"web\" is waiting to start: image can't be pulled")]
    [InlineData("{'waiting':{'reason':'ImagePullBackOff'}}", "{}", false, "container \"main\" in pod \"web\" is waiting to start: trying and failing to pull image")]
    [InlineData("{'waiting':{'reason':'ContainerCreating'}}", "{}", false, "container \"main\" in pod \"web\" is waiting to start: ContainerCreating")]
    [InlineData("{}", "{}", false, "container \"main\" in pod \"web\" is waiting to start - no logs yet")]
    public void The_run_that_is_meant_follows_from_the_status(string state, string last, bool previous, string expected)
    {
        var status = new ContainerStatus { Name = "main", ContainerID = "docker://3", State = Parse(state), LastState = Parse(last) };
        var (id, message) = LoggedContainer.Of("web", "main", status, previous);
        (id ?? message).ShouldBe(expected);
    }

    [Fact]
    public void Of_a_container_that_nothing_is_known_of_there_is_no_log() =>
        LoggedContainer.Of("web", "main", null, previous: false).ShouldBe((null, "container \"main\" in pod \"web\" is not available"));

    private static ContainerState Parse(string json) => JsonSerializer.Deserialize<ContainerState>(json.Replace('\'', '"'), KubeJson.Options)!;
}
