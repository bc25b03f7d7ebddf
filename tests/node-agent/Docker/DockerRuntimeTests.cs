using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Runtime.Docker;
using Orleans.Kube.NodeAgent.Tests.Runtime;

namespace Orleans.Kube.NodeAgent.Tests.Docker;

[Trait("Category", "docker")]
public sealed class DockerRuntimeTests : ContainerRuntimeConformance, IAsyncLifetime
{
    private readonly DockerRuntime _runtime = new("/var/run/docker.sock", Guid.NewGuid().ToString("N"), $"orleans-kube-test-{Guid.NewGuid():N}"[..28], new ContainerOptions());

    protected override IContainerRuntime Runtime => _runtime;

    protected override string Image => TestImages.Busybox;

    public async ValueTask InitializeAsync()
    {
        await TestImages.EnsureAsync();
        await _runtime.PrepareAsync($"10.{Random.Shared.Next(100, 140)}.{Random.Shared.Next(0, 250)}.0/24", CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var left in (await _runtime.ListAsync(null, CancellationToken.None)).OrderBy(c => c.IsSandbox)) await _runtime.RemoveAsync(left.Id, CancellationToken.None);
        await _runtime.RemoveNetworkAsync(CancellationToken.None);
        await _runtime.DisposeAsync();
    }
}
