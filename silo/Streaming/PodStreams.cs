using Microsoft.AspNetCore.Http;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Silo.Streaming;

/// <summary>The subresources of a pod that are answered by its node: log, exec, attach and portforward.</summary>
public sealed class PodStreams(IClusterState state, NodeProxy proxy)
{
    private static readonly GroupResource Pods = new("", "pods");

    /// <summary>The subresources that this part answers.</summary>
    public static bool Serves(string subresource) => subresource is "log" or "exec" or "attach" or "portforward";

    /// <exception cref="StatusException">The pod, its container or its node is not there, or the node does not answer.</exception>
    public async Task HandleAsync(HttpContext context, string @namespace, string name, string subresource)
    {
        var view = await state.LatestAsync(context.RequestAborted);
        var pod = view.Find(new ObjectKey(Pods, @namespace, name))?.As<Pod>() ?? throw Failures.NotFound(Pods, name);
        var path = subresource switch
        {
            "log" => $"/containerLogs/{@namespace}/{name}/{ContainerOf(pod, context.Request.Query["container"].ToString())}",
            "portforward" => $"/portForward/{@namespace}/{name}",
            _ => $"/{subresource}/{@namespace}/{name}/{RunningContainerOf(pod, context.Request.Query["container"].ToString())}",
        };
        if (pod.Spec.NodeName.Length == 0)
        {
            if (subresource == "log") return;
            throw Failures.BadRequest($"pod {name} does not have a host assigned");
        }

        await proxy.ForwardAsync(context, pod.Spec.NodeName, path + QueryFor(subresource, context.Request.QueryString.Value ?? ""));
    }

    /// <summary>exec and attach name their streams stdin, stdout, stderr towards clients, and input, output, error towards nodes.</summary>
    private static string QueryFor(string subresource, string query)
    {
        if (subresource is not ("exec" or "attach")) return query;
        var parts = query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2) switch
        {
            ["stdin", var value] => IsTrue(value) ? "input=1" : "",
            ["stdout", var value] => IsTrue(value) ? "output=1" : "",
            ["stderr", var value] => IsTrue(value) ? "error=1" : "",
            ["tty", var value] => IsTrue(value) ? "tty=1" : "",
            ["container", _] => "",
            _ => part,
        });
        return "?" + string.Join('&', parts.Where(part => part.Length > 0));
    }

    private static bool IsTrue(string value) => value is "true" or "1" or "True" or "TRUE" or "t" or "T";

    private static string RunningContainerOf(Pod pod, string asked)
    {
        if (pod.Status.Phase is PodPhase.Succeeded or PodPhase.Failed)
            throw Failures.BadRequest($"cannot exec into a container in a completed pod; current phase is {pod.Status.Phase}");
        return ContainerOf(pod, asked);
    }

    private static string ContainerOf(Pod pod, string asked)
    {
        var names = pod.Spec.Containers.Select(c => c.Name).ToList();
        if (asked.Length == 0)
        {
            if (names.Count == 1) return names[0];
            var choice = $"a container name must be specified for pod {pod.Metadata.Name}, choose one of: [{string.Join(' ', names)}]";
            if (pod.Spec.InitContainers.Count > 0) choice += $" or one of the init containers: [{string.Join(' ', pod.Spec.InitContainers.Select(c => c.Name))}]";
            throw Failures.BadRequest(choice);
        }

        var known = names.Contains(asked) || pod.Spec.InitContainers.Any(c => c.Name == asked) || pod.Spec.EphemeralContainers.Any(c => c.Name == asked);
        return known ? asked : throw Failures.BadRequest($"container {asked} is not valid for pod {pod.Metadata.Name}");
    }
}
