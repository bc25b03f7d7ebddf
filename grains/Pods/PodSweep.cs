using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.Pods;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains;

/// <summary>Removes finished pods of which there are too many, and pods that end without a node, and takes back that pods are about to end which do not. Like <see cref="EventExpiry"/> it may run on every silo.</summary>
public sealed partial class PodSweep(IClusterState cluster, IGrainFactory grains, TimeProvider time, PodSweepOptions options, ILogger<PodSweep> logger) : BackgroundService
{
    private readonly PlanWriter _writes = new(grains, "pod-garbage-collector");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var pods = Concerned(cluster.Current).ToList();
                await _writes.WriteAsync([.. PodSweepPlanner.Plan(pods, options.MostFinished), .. StaleDisruptions.Plan(pods, time.WholeSeconds())], options.Parallelism);
            }
            catch (SiloUnavailableException)
            {
                // No grains run here: pods are removed elsewhere.
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                NotSwept(logger, error);
            }
        }
    }

    /// <summary>
    /// The pods to look at. Whether one has finished is looked up only where there are enough of them to be too many, and like its being about to end in its
    /// text: few have or are.
    /// </summary>
    private IEnumerable<Pod> Concerned(IClusterView view)
    {
        var isMany = view.Count(Resources.Pods) > options.MostFinished;
        return view.List(Resources.Pods).Where(p => p.Header.IsDeleting || (isMany && MayHaveFinished(p.Json.Span)) || MayBeDisrupted(p.Json.Span)).Select(static p => p.As<Pod>());
    }

    private static bool MayBeDisrupted(ReadOnlySpan<byte> json) => json.IndexOf("\"DisruptionTarget\""u8) >= 0;

    private static bool MayHaveFinished(ReadOnlySpan<byte> json) => json.IndexOf("\"phase\":\"Succeeded\""u8) >= 0 || json.IndexOf("\"phase\":\"Failed\""u8) >= 0;

    [LoggerMessage(1, LogLevel.Warning, "Pods could not be swept; the next round tries again.")]
    private static partial void NotSwept(ILogger logger, Exception error);
}
