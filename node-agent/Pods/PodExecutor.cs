using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Events;
using Orleans.Kube.NodeAgent.References;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>Carries out the steps of a plan. What fails becomes part of the pod's memory, so that the planner can decide when to try again.</summary>
public sealed class PodExecutor(
    IContainerRuntime runtime, SandboxStarter sandboxes, ContainerStarter starter, ContainerStopper stopper, IEventRecorder events, PodRetries retries)
{
    /// <summary>How long kubelet waits for a pod's volumes before it says that they are late.</summary>
    private static readonly TimeSpan MountPatience = TimeSpan.FromSeconds(123);

    /// <summary>Ends containers.</summary>
    /// <param name="view">The pod as the plan saw it.</param>
    /// <param name="stops">Which, and how.</param>
    /// <param name="hurry">When cancelled, the plan has become too slow: returns at once.</param>
    /// <param name="cancellationToken">Ends the wait, not the containers.</param>
    public Task StopAsync(PodView view, IReadOnlyList<PodAction.Stop> stops, CancellationToken hurry, CancellationToken cancellationToken) =>
        stopper.StopAsync(view.Pod, stops, view.Sandbox?.Address ?? "", hurry, cancellationToken);

    /// <summary>Does one thing and returns what is remembered after it.</summary>
    /// <param name="view">The pod as the plan saw it.</param>
    /// <param name="action">What to do.</param>
    /// <param name="cancellationToken">Cuts the step off; whatever it made is found again.</param>
    public async Task<PodMemory> DoAsync(PodView view, PodAction action, CancellationToken cancellationToken)
    {
        var memory = view.Memory;
        switch (action)
        {
            case PodAction.RunSandbox run:
                if (run.Attempt > 0 && memory.SandboxTrouble is null) events.Normal(view.Pod, "SandboxChanged", "Pod sandbox changed, it will be killed and re-created.");
                return await RunSandboxAsync(view.Pod, run.Attempt, memory, cancellationToken);
            case PodAction.Start start:
                return await StartAsync(view, start, cancellationToken);
            case PodAction.Resize resize:
                return await ResizeAsync(resize, memory, cancellationToken);
            case PodAction.StopSandbox sandbox:
                await runtime.StopAsync(sandbox.Id, TimeSpan.FromSeconds(1), cancellationToken);
                return memory;
            case PodAction.Remove remove:
                await runtime.RemoveAsync(remove.Id, cancellationToken);
                return memory with { Probes = memory.Probes.Remove(remove.Id), Replaced = memory.Replaced.Remove(remove.Id) };
            case PodAction.GiveUp give:
                events.Normal(view.Pod, give.Verdict.Reason, give.Verdict.Message);
                return memory with { Verdict = give.Verdict };
            default:
                throw new InvalidOperationException($"{action} is not a step of the executor");
        }
    }

    private async Task<PodMemory> RunSandboxAsync(Pod pod, int attempt, PodMemory memory, CancellationToken cancellationToken)
    {
        try
        {
            await sandboxes.RunAsync(pod, attempt, cancellationToken);
            return memory with { SandboxTrouble = null };
        }
        catch (MountException e)
        {
            foreach (var failure in e.Failures) events.Warning(pod, failure.Reason, failure.Message);
            var trouble = retries.Of(memory.SandboxTrouble, "ContainerCreating", e.Message);
            if (e.Unmounted.Count > 0 && trouble.Since - trouble.Began >= MountPatience) events.Warning(pod, "FailedMount", PodVolumes.Late(e.Unmounted));
            return memory with { SandboxTrouble = trouble };
        }
        catch (Exception e) when (e is RuntimeException or IOException)
        {
            events.Warning(pod, "FailedCreatePodSandBox", $"Failed to create pod sandbox: {e.Message}");
            return memory with { SandboxTrouble = retries.Of(memory.SandboxTrouble, "ContainerCreating", e.Message) };
        }
    }

    private async Task<PodMemory> ResizeAsync(PodAction.Resize resize, PodMemory memory, CancellationToken cancellationToken)
    {
        try
        {
            await runtime.UpdateResourcesAsync(resize.Id, resize.Resources, cancellationToken);
            return memory with { ResizeTroubles = memory.ResizeTroubles.Remove(resize.Name) };
        }
        catch (RuntimeException e)
        {
            var trouble = retries.Of(memory.ResizeTroubles.GetValueOrDefault(resize.Name), PodResizes.Failed, e.Message);
            return memory with { ResizeTroubles = memory.ResizeTroubles.SetItem(resize.Name, trouble) };
        }
    }

    private async Task<PodMemory> StartAsync(PodView view, PodAction.Start start, CancellationToken cancellationToken)
    {
        var (memory, name) = (view.Memory, start.Container.Name);
        try
        {
            await starter.StartAsync(view.Pod, start, view.Sandbox!, cancellationToken);
            return memory with
            {
                Troubles = memory.Troubles.Remove(name),
                BackOffs = start.BackOff is null ? memory.BackOffs : memory.BackOffs.SetItem(name, start.BackOff),
            };
        }
        catch (StartException e)
        {
            return memory with
            {
                Troubles = memory.Troubles.SetItem(name, retries.Of(memory.Troubles.GetValueOrDefault(name), e.Reason, e.Message, new(name, start.Container.Image, ContainerSpecBuilder.PodOf(view.Pod)))),
                BackOffs = start.BackOff is null ? memory.BackOffs : memory.BackOffs.SetItem(name, start.BackOff),
            };
        }
    }
}
