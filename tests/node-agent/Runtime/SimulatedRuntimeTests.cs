using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Runtime.Simulated;

namespace Orleans.Kube.NodeAgent.Tests.Runtime;

public sealed class SimulatedRuntimeTests : ContainerRuntimeConformance
{
    private readonly SimulatedRuntime _runtime = new(TimeProvider.System);

    public SimulatedRuntimeTests() => _runtime.AddImage(Image);

    protected override IContainerRuntime Runtime => _runtime;

    protected override string Image => "busybox:1";
}
