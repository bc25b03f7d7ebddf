using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Events;
using Orleans.Kube.NodeAgent.Metrics;
using Orleans.Kube.NodeAgent.References;
using Orleans.Kube.NodeAgent.Runtime;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Pods;

/// <summary>Starts one container: image, references, the container itself, its postStart hook.</summary>
public sealed class ContainerStarter(
    IContainerRuntime runtime, ImagePuller images, PodVolumes volumes, ContainerSpecBuilder specs, LifecycleHooks hooks, ContainerStopper stopper, IEventRecorder events, AgentMetrics metrics)
{
    /// <exception cref="StartException">It does not run; the reason says at which step it failed.</exception>
    public async Task StartAsync(Pod pod, PodAction.Start start, RuntimeContainer sandbox, CancellationToken cancellationToken)
    {
        var name = start.Container.Name;
        var image = await images.EnsureAsync(pod, start.Container, cancellationToken);
        var spec = await SpecAsync(pod, start, sandbox, image, cancellationToken);
        var id = await StepAsync(pod, name, "CreateContainerError", () => runtime.CreateContainerAsync(spec, cancellationToken));
        events.Normal(pod, name, "Created", $"Created container: {name}");
        await StepAsync(pod, name, "RunContainerError", async () =>
        {
            await runtime.StartContainerAsync(id, cancellationToken);
            return id;
        });
        metrics.ContainerStarted();
        events.Normal(pod, name, "Started", $"Started container {name}");
        if (start.Container.Lifecycle?.PostStart is not { } hook) return;
        if (await hooks.RunAsync(hook, pod, start.Container, id, sandbox.Address, cancellationToken) is not { } failure) return;

        // Events are read by more people than statuses are: what the hook said may be a secret.
        events.Warning(pod, name, "FailedPostStartHook", "PostStartHook failed");
        await stopper.StopAsync(pod, [new PodAction.Stop(id, name, "FailedPostStartHook", PodPlanner.GraceOf(pod))], sandbox.Address, CancellationToken.None, cancellationToken);
        throw new StartException("PostStartHookError", failure);
    }

    private async Task<ContainerSpec> SpecAsync(Pod pod, PodAction.Start start, RuntimeContainer sandbox, RuntimeImage image, CancellationToken cancellationToken)
    {
        try
        {
            var paths = await volumes.PrepareAsync(pod, cancellationToken);
            return await specs.BuildAsync(pod, start, sandbox, image, paths, cancellationToken);
        }
        catch (Exception e) when (e is ReferenceException or IOException)
        {
            events.Warning(pod, start.Container.Name, "Failed", $"Error: {e.Message}");
            throw new StartException("CreateContainerConfigError", e.Message);
        }
        catch (StartException e)
        {
            events.Warning(pod, start.Container.Name, "Failed", $"Error: {e.Message}");
            throw;
        }
    }

    private async Task<string> StepAsync(Pod pod, string name, string reason, Func<Task<string>> step)
    {
        try
        {
            return await step();
        }
        catch (RuntimeException e)
        {
            metrics.ContainerFailed();
            events.Warning(pod, name, "Failed", $"Error: {e.Message}");
            throw new StartException(reason, e.Message);
        }
    }
}
