using Microsoft.Extensions.Logging;
using Orleans.Kube.Controllers.Scheduling;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains.Scheduling;

/// <summary>What the scheduler works with; one instance a silo.</summary>
public sealed record SchedulerServices(
    IClusterState Cluster,
    EventRecorder Events,
    TimeProvider Time,
    SchedulerOptions Options,
    PlacementRules Rules,
    ILoggerFactory Loggers);
