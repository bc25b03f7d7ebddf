using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Grains;

/// <summary>
/// Follows every change of the cluster and wakes the grains that it concerns. It runs where the writes are made: whoever hosts it starts it
/// when its silo becomes the active writer and stops it when it no longer is.
/// </summary>
/// <remarks>
/// It may wake a grain too often, never too seldom: it starts by waking all that may have work, and does so again whenever it cannot tell
/// what changed.
/// </remarks>
public sealed class ChangeRouter(
    IClusterState cluster, ResourceRegistry registry, Waker waker, TimeProvider time, RoutingOptions options, ILogger<ChangeRouter> logger) : BackgroundService
{
    private readonly HashSet<WakeTarget> _targets = [];
    private int _portion;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RouteAsync(stoppingToken);
            }
            catch (RevisionExpiredException behind)
            {
                RouterLog.Behind(logger, behind.Asked, behind.Oldest);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                RouterLog.Failed(logger, error);
                await Task.Delay(options.RestartAfter, time, stoppingToken);
            }
        }
    }

    /// <summary>Wakes all that may have work, then follows the changes from there.</summary>
    private async Task RouteAsync(CancellationToken cancellation)
    {
        var view = await cluster.LatestAsync(cancellation);
        using var cursor = cluster.Follow(null, view.Revision);
        var situation = new WakeSituation(view, SelectorIndex.Of(view), registry);
        _targets.UnionWith(UnfinishedWork.In(situation));
        await WakeAsync(view.Revision);

        using var resync = new PeriodicTimer(options.Resync / options.ResyncPortions, time);
        var tick = resync.WaitForNextTickAsync(cancellation).AsTask();
        while (true)
        {
            var changed = cursor.WaitAsync(cancellation);
            if (!changed.IsCompleted)
            {
                var waiting = changed.AsTask();
                while (await Task.WhenAny(waiting, tick) == tick)
                {
                    await tick;
                    await ResyncAsync();
                    tick = resync.WaitForNextTickAsync(cancellation).AsTask();
                }

                await waiting;
            }
            else
            {
                await changed;
            }

            await RouteBatchAsync(cursor, situation with { View = cluster.Current });
        }
    }

    private Task RouteBatchAsync(IChangeCursor cursor, WakeSituation situation)
    {
        for (var count = 0; count < options.Batch && cursor.TryRead(out var change); count++)
        {
            situation.Selectors.Apply(change);
            if (change.Revision > situation.View.Revision) situation = situation with { View = cluster.Current };
            WakeRules.Collect(change, situation, _targets);
        }

        return WakeAsync(cursor.Position);
    }

    private Task ResyncAsync()
    {
        var view = cluster.Current;
        _portion = (_portion + 1) % options.ResyncPortions;
        _targets.UnionWith(UnfinishedWork.Portion(view, _portion, options.ResyncPortions));
        return WakeAsync(view.Revision);
    }

    private async Task WakeAsync(long revision)
    {
        foreach (var target in _targets)
        {
            try
            {
                await waker.WakeAsync(target, revision);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // One grain that cannot be called must not keep the others asleep; the resync comes back to it.
                RouterLog.NotWoken(logger, error, target);
            }
        }

        _targets.Clear();
    }
}
