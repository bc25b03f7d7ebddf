using Microsoft.Extensions.Logging;
using Orleans.Kube.Controllers;

namespace Orleans.Kube.Grains;

/// <summary>What reconciling grains work with beside <see cref="ObjectServices"/>; one instance a silo, safe for use from any thread.</summary>
/// <param name="Events">Records what users read in <c>kubectl describe</c>.</param>
/// <param name="Ids">The ids that planners take.</param>
/// <param name="Chance">Where jitter comes from.</param>
public sealed record ReconcileServices(
    EventRecorder Events,
    IIdSource Ids,
    Random Chance,
    ReconcileOptions Options,
    ILoggerFactory Loggers);
