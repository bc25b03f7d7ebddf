using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.NodeAgent.Agent;
using Orleans.Kube.NodeAgent.Pods;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Http;

/// <summary>Finds what a request names.</summary>
/// <param name="find">The node's pod of a namespace and name.</param>
/// <param name="runtime">Where its containers are.</param>
internal sealed class ContainerLookup(Func<string, string, Pod?> find, IContainerRuntime runtime)
{
    private static readonly GroupResource Pods = new("", "pods");

    /// <summary>The pod that the path names, or null where the node does not run it.</summary>
    public Pod? Find(HttpContext context) => find(Value(context, "ns"), Value(context, "pod"));

    /// <exception cref="StatusException">The node does not run such a pod.</exception>
    public Pod Pod(HttpContext context) => Find(context) ?? throw Failures.NotFound(Pods, Value(context, "pod"));

    /// <summary>The newest run of the container that the path names, or null where there is none.</summary>
    public async Task<RuntimeContainer?> NewestAsync(HttpContext context, Pod pod) => (await RunsAsync(context, pod)).FirstOrDefault();

    /// <summary>The container that the path names, if it runs.</summary>
    /// <exception cref="StatusException">It does not.</exception>
    public async Task<RuntimeContainer> RunningAsync(HttpContext context)
    {
        var runs = await RunsAsync(context, Pod(context));
        return runs is [{ State: RuntimeState.Running } newest, ..] ? newest : throw Failures.Internal($"unable to upgrade connection: container not found (\"{Value(context, "container")}\")");
    }

    /// <summary>The run whose log is meant of the container that the path names.</summary>
    /// <exception cref="StatusException">The pod has no such container, or it has not run.</exception>
    public async Task<RuntimeContainer> LoggedAsync(HttpContext context, bool previous)
    {
        var (pod, name) = (Pod(context), Value(context, "container"));
        if (PodContainers.Find(pod.Spec, name) is null) throw Failures.BadRequest($"container {name} is not valid for pod {pod.Metadata.Name}");
        var runs = await RunsAsync(context, pod);
        if (!previous && runs.Count > 0) return runs[0];
        var status = pod.Status.ContainerStatuses.Concat(pod.Status.InitContainerStatuses).Concat(pod.Status.EphemeralContainerStatuses).FirstOrDefault(s => s.Name == name);
        var (id, message) = LoggedContainer.Of(pod.Metadata.Name, name, status, previous);
        return id is null ? throw Failures.BadRequest(message)
            : runs.FirstOrDefault(run => id == $"docker://{run.Id}") ?? throw Failures.BadRequest($"unable to retrieve container logs for {id}");
    }

    /// <summary>All runs of the container that the path names, the newest first.</summary>
    private async Task<List<RuntimeContainer>> RunsAsync(HttpContext context, Pod pod) =>
        [.. (await runtime.ListAsync(pod.Metadata.Uid, context.RequestAborted)).Where(c => c.Name == Value(context, "container")).OrderByDescending(static c => c.Attempt)];

    /// <summary>The running sandbox of the pod that the path names.</summary>
    public async Task<RuntimeContainer> SandboxAsync(HttpContext context)
    {
        var pod = Pod(context);
        var all = await runtime.ListAsync(pod.Metadata.Uid, context.RequestAborted);
        return all.FirstOrDefault(c => c is { IsSandbox: true, State: RuntimeState.Running })
            ?? throw Failures.BadRequest($"pod {pod.Metadata.Name} is not running");
    }

    /// <summary>What the path says in a place.</summary>
    public static string Value(HttpContext context, string name) => (string)context.Request.RouteValues[name]!;
}
