using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.NodeApi;
using Orleans.Kube.NodeAgent.Pods;
using Orleans.Kube.NodeAgent.References;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Tests.Fakes;

namespace Orleans.Kube.NodeAgent.Tests.Pods;

/// <summary>k8s.io/kubernetes/pkg/kubelet/runtimeclass and userns.</summary>
public sealed class RuntimeHandlersTests : IAsyncLifetime
{
    private FakeApiServer _server = null!;
    private ReferencedObjects _objects = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeApiServer.StartAsync();
        _objects = new ReferencedObjects(_server.Client, NullLogger.Instance);
        await _server.Client.Of<RuntimeClass>().CreateAsync(new RuntimeClass { Metadata = new ObjectMeta { Name = "gvisor" }, Handler = "runsc" });
    }

    [Theory]
    [InlineData(null, null, "")]
    [InlineData("gvisor", null, "runsc")]
    [InlineData("gvisor", true, "runsc")]
    [InlineData("gone", null, "runtimeclass.node.k8s.io \"gone\" not found")]
    [InlineData(null, false, "can't set `spec.hostUsers: false`, runtime does not support user namespaces")]
    [InlineData("gvisor", false, "can't set `spec.hostUsers: false`, RuntimeClass handler \"runsc\" does not support user namespaces")]
    public async Task A_pod_runs_by_the_handler_of_its_class_in_the_machines_user_namespace(string? name, bool? hostUsers, string expected)
    {
        string found;
        try
        {
            found = await new RuntimeHandlers(_objects).OfAsync(new Pod { Spec = new PodSpec { RuntimeClassName = name, HostUsers = hostUsers } }, TestContext.Current.CancellationToken);
        }
        catch (RuntimeException e)
        {
            found = e.Message;
        }

        found.ShouldBe(expected);
    }

    public async ValueTask DisposeAsync()
    {
        await _objects.DisposeAsync();
        await _server.DisposeAsync();
    }
}
