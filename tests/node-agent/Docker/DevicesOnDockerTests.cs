using System.Text;
using Grpc.Core;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Devices.Protocol;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Tests.Fakes;
using Node = Orleans.Kube.Model.Core.Node;

namespace Orleans.Kube.NodeAgent.Tests.Docker;

/// <summary>Device plugins: what they tell of is offered, and given to containers.</summary>
[Trait("Category", "docker")]
public sealed class DevicesOnDockerTests(AgentOnDocker agent) : IClassFixture<AgentOnDocker>
{
    private string Folder => Path.Combine(agent.Kubelet, "device-plugins");

    [Fact]
    public async Task Devices_are_offered_given_kept_and_given_back()
    {
        await UntilAsync(() => Task.FromResult(File.Exists(Path.Combine(Folder, "kubelet.sock"))));
        await using var plugin = await FakeDevicePlugin.StartAsync(Folder, "example.com/widget", preferred: "b");
        plugin.Tell("a", "b", "-c");
        await OffersAsync("example.com/widget", 3, 2);

        await RunAsync("one", "echo $WIDGETS; ls -l /dev/widget | cut -c1; cat /widget/host; echo x > /dev/widget && sleep 1000");
        await agent.UntilAsync("one", static p => p.Status.Phase == "Running");
        (await LogAsync("one")).ShouldBe($"b\nc\n{File.ReadAllText("/etc/hostname")}", "the plugin prefers b");
        plugin.Requests.Select(static r => r.GetType().Name).ShouldBe(["PreferredAllocationRequest", "AllocateRequest", "PreStartContainerRequest"]);

        await agent.StopAsync();
        agent.Start();
        await UntilAsync(() => Task.FromResult(File.Exists(Path.Combine(Folder, "kubelet.sock"))));
        await OffersAsync("example.com/widget", 0, 0);
        await using var again = await FakeDevicePlugin.StartAsync(Folder, "example.com/widget", preferred: "b");
        again.Tell("a", "b", "-c");
        await OffersAsync("example.com/widget", 3, 2);
        await RunAsync("two", "echo $WIDGETS");
        await agent.UntilAsync("two", static p => p.Status.Phase == "Succeeded");
        (await LogAsync("two")).ShouldBe("a\n", "the other pod has b still");

        await agent.Pods.DeleteAsync("one");
        await agent.UntilGoneAsync("one");
        await RunAsync("own", "echo $WIDGETS", new EnvVar { Name = "WIDGETS", Value = "mine" });
        await agent.UntilAsync("own", static p => p.Status.Phase == "Succeeded");
        (await LogAsync("own")).ShouldBe("mine\n");
        await RunAsync("three", "echo $WIDGETS");
        await agent.UntilAsync("three", static p => p.Status.Phase == "Succeeded");
        (await LogAsync("three")).ShouldBe("b\n");

        again.Tell("-a", "-b");
        await OffersAsync("example.com/widget", 2, 0);
        await RunAsync("four", "true");
        (await agent.UntilAsync("four", static p => p.Status.Phase == "Failed")).Status.Reason.ShouldBe("UnexpectedAdmissionError");
        again.Tell("a");
        await OffersAsync("example.com/widget", 1, 1);
        await again.DisposeAsync();
        await OffersAsync("example.com/widget", 1, 0);
    }

    [Theory]
    [InlineData("v1alpha", "example.com/widget", "requested API version \"v1alpha\" is not supported by kubelet. Supported version is \"[v1beta1]\"")]
    [InlineData("v1beta1", "cpu", "the ResourceName \"cpu\" is invalid")]
    public async Task What_cannot_be_offered_is_refused(string version, string resource, string why)
    {
        await UntilAsync(() => Task.FromResult(File.Exists(Path.Combine(Folder, "kubelet.sock"))));
        var refusal = await Should.ThrowAsync<RpcException>(FakeDevicePlugin.RegisterAsync(Folder, new RegisterRequest { Version = version, ResourceName = resource, Endpoint = "x.sock" }));
        refusal.Status.Detail.ShouldBe(why);
    }

    private Task OffersAsync(string resource, int all, int healthy) => UntilAsync(async () =>
    {
        var status = (await agent.Server.Client.Of<Node>().GetAsync("test-node")).Status;
        return status.Capacity.GetValueOrDefault(resource).Value == all && status.Allocatable.GetValueOrDefault(resource).Value == healthy && status.Capacity.ContainsKey(resource);
    });

    private Task<Pod> RunAsync(string name, string script, params EnvVar[] environment) => agent.RunAsync(name, new PodSpec
    {
        RestartPolicy = "Never",
        Containers = [AgentOnDocker.Shell(script) with { Env = environment, Resources = new ResourceRequirements { Limits = One, Requests = One } }],
    });

    private static IReadOnlyDictionary<string, Quantity> One => new Dictionary<string, Quantity> { ["example.com/widget"] = Quantity.Of(1) };

    private async Task<string> LogAsync(string name)
    {
        var pod = await agent.UntilAsync(name, static p => p.Status.ContainerStatuses is [{ ContainerID.Length: > 0 }]);
        var output = new MemoryStream();
        await UntilAsync(async () =>
        {
            output.SetLength(0);
            await agent.Runtime.Streams.LogsAsync(pod.Status.ContainerStatuses[0].ContainerID["docker://".Length..], new LogQuery(), output, CancellationToken.None);
            return output.Length > 0;
        });
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(25));
        while (!await isSo()) await Task.Delay(50, limit.Token);
    }
}
