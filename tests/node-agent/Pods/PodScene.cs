using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.NodeAgent.Pods;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Tests.Pods;

/// <summary>Builds views for planner tests: a pod, what the runtime holds of it, what is remembered.</summary>
internal sealed class PodScene
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly PodIdentity Identity = new("default", "web", "uid-1");

    private readonly List<RuntimeContainer> _observed = [];

    public Pod Pod { get; set; } = new() { Metadata = new ObjectMeta { Name = "web", Namespace = "default", Uid = "uid-1" }, Spec = new PodSpec { RestartPolicy = "Always" } };

    public PodMemory Memory { get; set; } = new();

    public DateTimeOffset Now { get; set; } = Noon;

    public bool IsRemoved { get; set; }

    public PodView View => new(Pod, _observed, Memory, Now, IsRemoved);

    public static PodScene With(string restartPolicy, params Container[] containers)
    {
        var scene = new PodScene();
        return scene.Spec(s => s with { RestartPolicy = restartPolicy, Containers = containers });
    }

    public PodScene Spec(Func<PodSpec, PodSpec> change)
    {
        Pod = Pod with { Spec = change(Pod.Spec) };
        return this;
    }

    /// <summary>The node has set aside what these containers ask for; the pod may ask for something else by now.</summary>
    public PodScene Given(params Container[] containers)
    {
        Pod = PodAllocation.Of(new PodSpec { Containers = containers }).ApplyTo(Pod);
        return this;
    }

    public PodScene Deleting(long grace = 30)
    {
        Pod = Pod with { Metadata = Pod.Metadata with { DeletionTimestamp = Noon, DeletionGracePeriodSeconds = grace } };
        return this;
    }

    public PodScene Sandbox(RuntimeState state = RuntimeState.Running, int attempt = 0)
    {
        _observed.Add(new RuntimeContainer { Id = $"sandbox-{attempt}", Pod = Identity, State = state, Attempt = attempt, CreatedAt = Noon, Address = "10.244.0.2" });
        return this;
    }

    public PodScene Running(string name, int attempt = 0) => Add(name, RuntimeState.Running, attempt, 0, Noon);

    /// <summary>A container that was made and could not be started yet.</summary>
    public PodScene Made(string name) => Add(name, RuntimeState.Created, 0, 0, Noon);

    /// <summary>The containers may use so much.</summary>
    public PodScene Using(ContainerResources resources)
    {
        for (var i = 0; i < _observed.Count; i++)
            if (!_observed[i].IsSandbox) _observed[i] = _observed[i] with { Resources = resources };
        return this;
    }

    public PodScene Exited(string name, int exitCode, int attempt = 0, DateTimeOffset? at = null, string sandbox = "sandbox-0") =>
        Add(name, RuntimeState.Exited, attempt, exitCode, at ?? Noon, sandbox);

    /// <summary>All containers that ended left these last words.</summary>
    public PodScene Saying(string words)
    {
        for (var i = 0; i < _observed.Count; i++)
            if (_observed[i].State == RuntimeState.Exited) _observed[i] = _observed[i] with { LastWords = words };
        return this;
    }

    public PodPlan Plan() => new PodPlanner(new ContainerOptions()).Plan(View);

    public PodStatus Status() => new PodStatusBuilder(new ContainerOptions()).Build(View, "192.0.2.1");

    private PodScene Add(string name, RuntimeState state, int attempt, int exitCode, DateTimeOffset at, string sandbox = "sandbox-0")
    {
        _observed.Add(new RuntimeContainer
        {
            Id = $"{name}-{attempt}", Pod = Identity, Name = name, Attempt = attempt, State = state, ExitCode = exitCode, SandboxId = sandbox, CreatedAt = at,
            StartedAt = at, FinishedAt = state == RuntimeState.Exited ? at : null, Image = "image:1",
        });
        return this;
    }
}
