using Orleans.Kube.NodeAgent.Devices;
using Orleans.Kube.NodeAgent.Events;
using Orleans.Kube.NodeAgent.Metrics;
using Orleans.Kube.NodeAgent.Probes;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>What every pod's worker works with.</summary>
public sealed record PodServices
{
    public required IContainerRuntime Runtime { get; init; }

    public required PodPlanner Planner { get; init; }

    public required PodStatusBuilder Statuses { get; init; }

    public required PodExecutor Executor { get; init; }

    public required PodVolumes Volumes { get; init; }

    public required DeviceGrants Devices { get; init; }

    public required IPodStatusSink Sink { get; init; }

    public required IEventRecorder Events { get; init; }

    public required AgentMetrics Metrics { get; init; }

    public required Prober Prober { get; init; }

    public required IPodEnvironment Node { get; init; }

    public required ContainerOptions Options { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Logger { get; init; }
}
