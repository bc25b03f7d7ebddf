using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Events;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>Ends containers of a pod: preStop hooks, the wait for others and the processes themselves share the grace period.</summary>
public sealed class ContainerStopper(IContainerRuntime runtime, LifecycleHooks hooks, IEventRecorder events, TimeProvider time)
{
    /// <summary>What a process has to end by itself, however little is left.</summary>
    private static readonly TimeSpan LeastGrace = TimeSpan.FromSeconds(2);

    /// <param name="pod">Whose containers.</param>
    /// <param name="stops">Which, how long each may take, and whose turn comes when.</param>
    /// <param name="address">The pod's address, for hooks over HTTP.</param>
    /// <param name="hurry">When cancelled, there is less time than was thought: returns at once, to be called anew.</param>
    /// <param name="cancellationToken">Ends the wait, not the containers.</param>
    public async Task StopAsync(Pod pod, IReadOnlyList<PodAction.Stop> stops, string address, CancellationToken hurry, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(hurry, cancellationToken);
        var ends = stops.ToDictionary(static s => s, static _ => new TaskCompletionSource());
        try
        {
            await Task.WhenAll(stops.Select(StopAsync));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return;
        }

        async Task StopAsync(PodAction.Stop stop)
        {
            var earlier = Task.WhenAll(ends.Where(e => e.Key.Turn < stop.Turn).Select(static e => e.Value.Task));
            try
            {
                await this.StopAsync(pod, stop, earlier, address, either.Token);
            }
            finally
            {
                ends[stop].TrySetResult();
            }
        }
    }

    private async Task StopAsync(Pod pod, PodAction.Stop stop, Task earlier, string address, CancellationToken cancellationToken)
    {
        events.Normal(pod, stop.Name, "Killing", stop.Message.Length > 0 ? stop.Message : $"Stopping container {stop.Name}");
        var began = time.GetTimestamp();
        if (stop.Grace > TimeSpan.Zero && PodContainers.Find(pod.Spec, stop.Name)?.Container is { Lifecycle.PreStop: { } hook } container)
            await RunHookAsync(hook, pod, container, stop.Id, address, stop.Grace, cancellationToken);
        if (Left() > TimeSpan.Zero) await Task.WhenAny(earlier, Task.Delay(Left(), time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        await runtime.StopAsync(stop.Id, Left() < LeastGrace ? LeastGrace : Left(), cancellationToken);

        TimeSpan Left() => stop.Grace - time.GetElapsedTime(began);
    }

    private async Task RunHookAsync(LifecycleHandler hook, Pod pod, Container container, string id, string address, TimeSpan grace, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var timer = time.CreateTimer(_ => limit.Cancel(), null, grace, Timeout.InfiniteTimeSpan);
        try
        {
            if (await hooks.RunAsync(hook, pod, container, id, address, limit.Token) is not null) Failed();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Its time is over, and so is the container's: what the hook does there comes to nothing.
            if (hook.Sleep is null) Failed();
        }

        void Failed() => events.Warning(pod, container.Name, "FailedPreStopHook", "PreStopHook failed");
    }
}
