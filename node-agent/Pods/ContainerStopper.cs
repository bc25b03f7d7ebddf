using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Events;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>Ends one container: its preStop hook and the process itself share the grace period.</summary>
public sealed class ContainerStopper(IContainerRuntime runtime, LifecycleHooks hooks, IEventRecorder events, TimeProvider time)
{
    private static readonly TimeSpan LeastGrace = TimeSpan.FromSeconds(2);

    /// <param name="pod">Whose container.</param>
    /// <param name="stop">Which, and how long it may take.</param>
    /// <param name="address">The pod's address, for hooks over HTTP.</param>
    /// <param name="hurry">Ends the container at once when cancelled.</param>
    /// <param name="cancellationToken">Ends the wait, not the container.</param>
    public async Task StopAsync(Pod pod, PodAction.Stop stop, string address, CancellationToken hurry, CancellationToken cancellationToken)
    {
        events.Normal(pod, stop.Name, "Killing", stop.Message.Length > 0 ? stop.Message : $"Stopping container {stop.Name}");
        var (began, grace) = (time.GetTimestamp(), stop.Grace);
        if (grace > TimeSpan.Zero && PodContainers.Find(pod.Spec, stop.Name)?.Container is { Lifecycle.PreStop: { } hook } container)
        {
            await RunHookAsync(hook, pod, container, stop.Id, address, grace, hurry, cancellationToken);
            grace -= time.GetElapsedTime(began);
            if (grace < LeastGrace) grace = LeastGrace;
        }

        var stopping = runtime.StopAsync(stop.Id, grace, cancellationToken);
        await using (hurry.Register(() => _ = runtime.KillAsync(stop.Id, CancellationToken.None))) await stopping;
    }

    private async Task RunHookAsync(
        LifecycleHandler hook, Pod pod, Container container, string id, string address, TimeSpan grace, CancellationToken hurry, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(hurry, cancellationToken);
        using var timer = time.CreateTimer(_ => limit.Cancel(), null, grace, Timeout.InfiniteTimeSpan);
        try
        {
            if (await hooks.RunAsync(hook, pod, container, id, address, limit.Token) is not null) events.Warning(pod, container.Name, "FailedPreStopHook", "PreStopHook failed");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Its time is over, and so is the container's.
            return;
        }
    }
}
