using Microsoft.AspNetCore.Http;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Admission;
using Orleans.Kube.Silo.Handlers;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Streaming.Spdy;

namespace Orleans.Kube.Silo.Streaming;

/// <summary>The subresources of a pod that are answered by its node: log, exec, attach and portforward.</summary>
public sealed class PodStreams(IClusterState state, NodeProxy proxy, RemoteCommand commands, PortForwarding forwarding, SubresourceAdmission admission) : ISubresourceHandler, IActiveSiloHandler
{
    private static readonly GroupResource Pods = new("", "pods");

    public IReadOnlyList<(GroupResource Resource, string Subresource)> Serves { get; } = [(Pods, "log"), (Pods, "exec"), (Pods, "attach"), (Pods, "portforward")];

    /// <exception cref="StatusException">The pod, its container or its node is not there, or the node does not answer.</exception>
    public async ValueTask HandleAsync(ApiRequest request)
    {
        var (info, http) = (request.Info, request.Http);
        if (info.Verb != "get" && (info.Verb != "create" || info.Subresource == "log")) throw Failures.MethodNotAllowed();
        var view = await state.LatestAsync(request.Aborted);
        var pod = view.Find(new ObjectKey(Pods, info.Namespace, info.Name))?.As<Pod>() ?? throw Failures.NotFound(Pods, info.Name);
        if (info.Subresource == "log") LogParameters.Check(request);
        var asked = request.Query("container") ?? "";
        var path = info.Subresource switch
        {
            "log" => $"/containerLogs/{info.Namespace}/{info.Name}/{ContainerOf(pod, asked)}",
            "portforward" => $"/portForward/{info.Namespace}/{info.Name}",
            _ => $"/{info.Subresource}/{info.Namespace}/{info.Name}/{RunningContainerOf(pod, asked)}",
        };
        if (pod.Spec.NodeName.Length == 0)
        {
            if (info.Subresource == "log")
            {
                http.Response.StatusCode = StatusCodes.Status204NoContent;
                return;
            }

            throw Failures.BadRequest($"pod {info.Name} does not have a host assigned");
        }

        if (info.Subresource != "log")
        {
            await admission.ConnectAsync(request, view, pod);
            if (ClientUpgrade.Of(http) is null) throw Failures.BadRequest("Upgrade request required");
        }

        await ForwardAsync(request, pod.Spec.NodeName, path);
    }

    /// <summary>Nodes speak WebSocket, as most clients do; for those that speak SPDY it is translated.</summary>
    private Task ForwardAsync(ApiRequest request, string node, string path)
    {
        var (subresource, http) = (request.Info.Subresource, request.Http);
        var target = path + QueryFor(subresource, http.Request.QueryString.Value ?? "");
        if (subresource == "log" && ReadSocket.IsAsked(http)) return SendLogAsync(http, node, target);
        if (subresource == "log" || !SpdyUpgrade.IsAsked(http.Request)) return proxy.ForwardAsync(http, node, target, errorsAsStatus: true);
        return subresource == "portforward" ? forwarding.RunAsync(http, node, path) : commands.RunAsync(http, node, target, StreamsOf(request));
    }

    private async Task SendLogAsync(HttpContext http, string node, string target)
    {
        using var response = await proxy.ReadAsync(http, node, target);
        await using var log = await response.Content.ReadAsStreamAsync(http.RequestAborted);
        await using var socket = await ReadSocket.AcceptAsync(http);
        await socket.SendAsync(log);
    }

    /// <summary>How many streams the client opens: one for errors, and those that it asked for. With a terminal its size has one, and errors go with the output.</summary>
    private static int StreamsOf(ApiRequest request)
    {
        var terminal = request.Flag("tty");
        return 1 + (request.Flag("stdin") ? 1 : 0) + (request.Flag("stdout") ? 1 : 0) + (terminal || request.Flag("stderr") ? 1 : 0);
    }

    /// <summary>exec and attach name their streams stdin, stdout, stderr towards clients, and input, output, error towards nodes.</summary>
    private static string QueryFor(string subresource, string query)
    {
        if (subresource is not ("exec" or "attach")) return query;
        var parts = query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2) switch
        {
            ["stdin", var value] => QueryFlag.IsSet(value) ? "input=1" : "",
            ["stdout", var value] => QueryFlag.IsSet(value) ? "output=1" : "",
            ["stderr", var value] => QueryFlag.IsSet(value) ? "error=1" : "",
            ["tty", var value] => QueryFlag.IsSet(value) ? "tty=1" : "",
            ["container", _] => "",
            _ => part,
        });
        return "?" + string.Join('&', parts.Where(part => part.Length > 0));
    }

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
